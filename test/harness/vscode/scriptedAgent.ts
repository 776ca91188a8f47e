import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * An extension with an agent for VS Code's chat that needs no model: a message is the name of a tool and its input as
 * JSON, and the reply is the tool's result, or why there is none. VS Code asks for a default model all the same, and
 * takes one only from the vendor of its own. It does nothing until `Scripted: Start Agent` is run from the palette.
 *
 * @param meanings the tool and input that other messages stand for
 * @returns its folder
 */
export async function writeScriptedAgent(
  parent: string,
  meanings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = join(parent, "scripted-agent");
  await mkdir(path, { recursive: true });
  const manifest = {
    name: "scripted-agent",
    publisher: "test",
    version: "1.0.0",
    engines: { vscode: "^1.109.0" },
    main: "./main.cjs",
    enabledApiProposals: ["defaultChatParticipant", "chatProvider"],
    contributes: {
      commands: [{ command: "scripted.start", category: "Scripted", title: "Start Agent" }],
      chatParticipants: [
        {
          id: "scripted.agent",
          name: "scripted",
          fullName: "Agent",
          description: "Calls tools",
          isDefault: true,
          modes: ["ask", "edit", "agent"],
          locations: ["panel"],
        },
      ],
      languageModelChatProviders: [{ vendor: "copilot", displayName: "Scripted" }],
    },
  };
  await writeFile(join(path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(path, "main.cjs"), `const meanings = ${JSON.stringify(meanings)};${code}`);
  return path;
}

const code = `
const { chat, commands, lm } = require("vscode");
const model = { id: "scripted", name: "Model", family: "scripted", version: "1", isDefault: true };
const limits = { maxInputTokens: 1000, maxOutputTokens: 1000, capabilities: { toolCalling: true } };
exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    commands.registerCommand("scripted.start", () => {}),
    lm.registerLanguageModelChatProvider("copilot", {
      provideLanguageModelChatInformation: () => [{ ...model, ...limits, isUserSelectable: true }],
      provideLanguageModelChatResponse: () => { throw new Error("There is no model"); },
      provideTokenCount: () => 1,
    }),
    chat.createChatParticipant("scripted.agent", async ({ prompt, toolInvocationToken }, _context, reply, token) => {
      const [, tool, input] = /^(\\S+) (.*)$/s.exec(meanings[prompt] ?? prompt);
      try {
        const { content } = await lm.invokeTool(tool, { input: JSON.parse(input), toolInvocationToken }, token);
        reply.markdown("The tool says: " + content.map(({ value }) => value).join(""));
      } catch (error) {
        reply.markdown("The tool wasn't called: " + error.message);
      }
    }),
  );
};
`;

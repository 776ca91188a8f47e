import { serveMcpStdio } from "../../agentTools/mcp/mcp.ts";
import type { ToolEffects, ToolHost } from "../../agentTools/toolHost.ts";
import { toolLogLine } from "../../agentTools/toolLogLine.ts";
import type { AnswerService } from "../../runs/inputRequests/answerService.ts";
import type { Cover } from "../../runs/values/cover.ts";
import { type AppPlace, appPlace } from "../app/appPlace.ts";
import { type AppRuns, openApp } from "../app/appRuns.ts";
import { openAnswers } from "../app/openAnswers.ts";
import { openCreator } from "../app/openCreator.ts";
import type { McpCommand } from "../args/commandLine.ts";
import type { CommandTools } from "../commandTools.ts";
import { exitCodes } from "../exitCodes.ts";
import { AllowedSends } from "../files/allowedSends.ts";
import { readText } from "../files/readText.ts";
import type { Shell } from "../shell/shell.ts";
import { agentFolder, homeFolders } from "./agentFolder.ts";

/**
 * `dynamiq-runs mcp`: serves the tools to the MCP client that started this process, until it closes stdin. Nothing but
 * the protocol goes to stdout. Runs that an agent has started continue.
 *
 * @returns the exit code
 * @throws UsageError
 */
export async function mcpCommand(command: McpCommand, tools: CommandTools): Promise<number> {
  const { shell, interrupts, version, userAgent, cover } = tools;
  const place = appPlace(command.app, shell.environment);
  const homes = homeFolders(shell.environment);
  const folder = command.allowsEffects ? await agentFolder(command.folder, shell.folder, homes) : undefined;
  const app = openApp(place, userAgent);
  const answers = openAnswers(app);
  const host = cliToolHost({ command, place, app, answers, folder, shell, cover });
  const { input, output } = shell;
  try {
    await serveMcpStdio({ host, version }, { input, output, signal: interrupts.first });
    return interrupts.exitCode ?? exitCodes.passed;
  } finally {
    answers.dispose();
    await app.close();
  }
}

interface CliToolParts {
  command: McpCommand;
  place: AppPlace;
  app: AppRuns;
  answers: AnswerService;
  /** Absolute: the folder whose files agents may use. Absent when they may only read runs. */
  folder: string | undefined;
  shell: Shell;
  cover: Cover;
}

/** The one app of a command, for tools. The person has decided with the command's options what agents may do. */
function cliToolHost({ place, ...parts }: CliToolParts): ToolHost {
  const { app, folder, shell, cover } = parts;
  const connection = { id: app.connectionId, name: place.host, host: place.host, isActive: true };
  return {
    connections: async () => [connection],
    app: async () => app,
    cover: async () => cover,
    effects: folder === undefined ? undefined : cliEffects(parts, folder),
    log: (entry) => shell.err(`${toolLogLine(entry)}\n`),
  };
}

function cliEffects(
  { command, app, answers, shell }: Omit<CliToolParts, "place" | "folder">,
  folder: string,
): ToolEffects {
  const creator = openCreator();
  const sends = new AllowedSends(command.allowed, shell);
  return {
    // There is nobody to ask: the client has the terminal. It asks for itself before a tool that isn't read-only.
    confirm: async () => true,
    creator: {
      create: async (runs, run, hooks) => {
        await app.learn(hooks?.signal ?? new AbortController().signal);
        return creator.create(runs, run, hooks);
      },
    },
    answers: {
      locate: (ref) => answers.locate(ref),
      request: (ref, listed) => answers.request(ref, listed),
      send: (ref, answer) => answers.send(ref, answer, true),
    },
    folders: [folder],
    environment: shell.environment,
    readText: (path) => readText(path, path),
    notAllowed: (_, reads) => sends.notAllowed(reads),
    onStarted: () => undefined,
  };
}

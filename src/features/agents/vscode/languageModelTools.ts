import * as vscode from "vscode";
import type { AgentHost } from "#features/agents/core/agentHost.ts";
import { callTool, confirmationFor } from "#features/agents/core/callTool.ts";
import type { Confirmation } from "#runs/questions/confirmation.ts";
import type { ToolPicture } from "#runs/text/toolPictures.ts";
import { type AgentTool, defaultBudget } from "#workbench/tools/core/agentTool.ts";
import type { LanguageModelTools } from "./services.ts";
import type { ToolQuestions } from "./toolQuestions.ts";

/** What the names of tools in package.json begin with: VS Code has one list of the tools of all extensions. */
export const toolPrefix = "dynamiqRuns_";

/** The tools as VS Code calls them for a language model. @param asked the questions that VS Code has asked for us */
export function languageModelTools(host: AgentHost, asked: ToolQuestions): LanguageModelTools {
  return {
    async prepare(name, input, token) {
      const tool = await toolOf(host, name);
      const invocationMessage = `${tool.doing}…`;
      if (!tool.confirms) return { invocationMessage };
      const confirmation = await confirmationOrNone(tool, input, host, token);
      if (!confirmation) return { invocationMessage };
      asked.begin(confirmation.fingerprint);
      return { invocationMessage, confirmationMessages: messagesOf(confirmation) };
    },
    async invoke(name, { input, tokenizationOptions }, token) {
      const budgetTokens = Math.min(defaultBudget, tokenizationOptions?.tokenBudget ?? defaultBudget);
      const signal = signalOf(token);
      asked.arrive(signal);
      const { text, pictures } = await callTool((await toolOf(host, name)).name, input, host, {
        signal,
        budgetTokens,
        onProgress: () => undefined,
      });
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      const result = new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      result.content.push(...imageParts(pictures));
      return result;
    },
  };
}

/** Newer than the oldest VS Code that this extension supports. */
interface ImageParts {
  LanguageModelDataPart?: { image?: (data: Uint8Array, mime: string) => unknown };
}

function imageParts(pictures: readonly ToolPicture[]): unknown[] {
  const { LanguageModelDataPart: part } = vscode as ImageParts;
  if (pictures.length === 0) return [];
  const image = part?.image?.bind(part);
  if (image) return pictures.map(({ mime, base64 }) => image(Buffer.from(base64, "base64"), mime));
  const why = "The images aren't in this result, because this version of VS Code can't give them to a model.";
  return [new vscode.LanguageModelTextPart(`${why} Update VS Code.`)];
}

async function toolOf({ tools }: AgentHost, name: string): Promise<AgentTool> {
  const namedTool = (await tools()).find((tool) => `${toolPrefix}${tool.name}` === name);
  if (!namedTool) throw new Error("package.json contributes a tool that doesn't exist.");
  return namedTool;
}

/** `undefined` when the call can't be made: then there is nothing to ask, and the call itself says why. */
async function confirmationOrNone(
  { name }: AgentTool,
  input: unknown,
  host: AgentHost,
  token: vscode.CancellationToken,
): Promise<Confirmation | undefined> {
  return confirmationFor(name, input, host, signalOf(token)).catch(() => undefined);
}

/** A part of a longer word. A line may break after it: the chat is as narrow as 250 pixels. */
const wordPiece = /.{24}(?=.)/gsu;

/** The facts quote files and runs. As text they can't become links or images, and each space stays. */
function messagesOf({ question, facts }: Confirmation): vscode.LanguageModelToolConfirmationMessages {
  const message = new vscode.MarkdownString();
  facts.forEach((fact, n) => {
    if (n > 0) message.appendText("\n");
    // VS Code cuts off what doesn't fit, and breaks no line at a space of a text or within a word.
    for (const [piece] of fact.matchAll(/ +|[^ ]+/g)) {
      const isSpace = piece.startsWith(" ");
      if (isSpace) message.appendMarkdown(" ");
      message.appendText(isSpace ? piece.slice(1) : piece.replace(wordPiece, "$&\u200b"));
    }
  });
  return { title: question, message };
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

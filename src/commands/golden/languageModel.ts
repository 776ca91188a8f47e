import * as vscode from "vscode";
import type { LanguageModel } from "../../agentTools/person/simulatedPerson.ts";

/** The first language model that VS Code offers; `undefined` if there is none. VS Code asks whether it may be used. */
export async function languageModel(): Promise<LanguageModel | undefined> {
  const [model] = await vscode.lm.selectChatModels();
  return model && { name: model.name, send: (prompt, signal) => send(model, prompt, signal) };
}

async function* send(model: vscode.LanguageModelChat, prompt: string, signal: AbortSignal): AsyncIterable<string> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    signal.throwIfAborted();
    const justification = "It writes the messages of the simulated person in a golden test.";
    const message = vscode.LanguageModelChatMessage.User(prompt);
    const { text } = await model.sendRequest([message], { justification }, source.token);
    yield* text;
  } finally {
    signal.removeEventListener("abort", cancel);
    // The reader may have left before the end.
    source.cancel();
    source.dispose();
  }
}

import * as vscode from "vscode";

/** Calls one of our tools as another extension does. @returns the text of its result */
export async function invokeTool(
  name: string,
  input: object,
  tokenizationOptions?: vscode.LanguageModelToolTokenizationOptions,
): Promise<string> {
  const options = { input, toolInvocationToken: undefined, ...(tokenizationOptions ? { tokenizationOptions } : {}) };
  const { content } = await vscode.lm.invokeTool(`dynamiqRuns_${name}`, options);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
}

export interface Dialogs {
  /** The modal questions of the extension. */
  shown: { question: string; detail: string }[];
  /** The button that is pressed from now on; without one, *Cancel*. */
  choice: string | undefined;
  restore: () => void;
}

/** Answers the extension's modal questions, which VS Code refuses to show in this suite. */
export function answerDialogs(): Dialogs {
  const original = vscode.window.showWarningMessage;
  const dialogs: Dialogs = {
    shown: [],
    choice: undefined,
    restore: () => void Object.assign(vscode.window, { showWarningMessage: original }),
  };
  type Item = vscode.MessageItem | string;
  const answer = async (question: string, { detail = "" }: vscode.MessageOptions, ...items: Item[]) => {
    dialogs.shown.push({ question, detail });
    // A notification has texts as its buttons, and nobody presses one.
    return items.find((item) => typeof item !== "string" && item.title === dialogs.choice);
  };
  Object.assign(vscode.window, { showWarningMessage: answer });
  return dialogs;
}

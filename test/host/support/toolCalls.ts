import * as vscode from "vscode";

/** Calls one of our tools as another extension does. @returns the text of its result */
export async function invokeTool(
  name: string,
  input: object,
  tokenizationOptions?: vscode.LanguageModelToolTokenizationOptions,
): Promise<string> {
  const options = { input, toolInvocationToken: undefined, tokenizationOptions };
  const { content } = await vscode.lm.invokeTool(`dynamiqRuns_${name}`, options);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
}

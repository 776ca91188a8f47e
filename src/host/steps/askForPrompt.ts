import { showInput } from "#host/dialogs.ts";
import { strayKey } from "./inputStep.ts";

/**
 * Asks for the value of a `${prompt:Label}`. The box contains the last value. @param typed the values so far, by label
 */
export async function askForPrompt(
  typed: Map<string, string>,
  label: string,
  file: string,
): Promise<string | undefined> {
  const value = await showInput({
    title: file,
    prompt: label,
    value: typed.get(label) ?? "",
    ignoreFocusOut: true,
    validateInput: (text) => (strayKey.isIn(text) ? strayKey.problem(text) : undefined),
  });
  if (value !== undefined) typed.set(label, value);
  return value;
}

import type * as vscode from "vscode";
import type { AskedField } from "#features/localApps/core/inputFields.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { type PickStep, runPickStep } from "#host/steps/pickStep.ts";

/** What the boxes are titled with, and under which name what was said is known the next time. */
interface Asking {
  title: string;
  key: string;
}

/** What a person said: a value; that they go back, or rather write a file; or nothing. */
type Said = { value: unknown } | "back" | "file" | "dismissed";

/**
 * Asks for the fields of an input, one after the other. Each box contains what was said the last time.
 *
 * @param typed what was said so far, by the key and the name of a field
 * @returns the values by the names of the fields; `undefined` to write them in a run file instead
 */
export async function askInput(
  { title, key }: Asking,
  fields: readonly AskedField[],
  typed: Map<string, string>,
): Promise<Record<string, unknown> | "dismissed" | undefined> {
  const values: Record<string, unknown> = {};
  for (let index = 0; index < fields.length;) {
    const field = fields[index]!;
    const steps = fields.length > 1 ? { step: index + 1, totalSteps: fields.length } : {};
    const said = await askField({ ...field, ...steps, title, last: typed.get(`${key} ${field.name}`) });
    if (said === "dismissed") return said;
    if (said === "file") return undefined;
    if (said === "back") index--;
    else {
      values[field.name] = said.value;
      typed.set(`${key} ${field.name}`, String(said.value));
      index++;
    }
  }
  return values;
}

interface FieldStep extends AskedField {
  title: string;
  step?: number;
  totalSteps?: number;
  last: string | undefined;
}

async function askField(field: FieldStep): Promise<Said> {
  const { title, step, totalSteps, name, description, choices, last } = field;
  const prompt = description ? `${name}: ${description}` : name;
  if (choices) {
    const items = choices.map((value) => ({ label: String(value), value }));
    const back = (step ?? 1) > 1;
    const isActive = ({ label }: vscode.QuickPickItem): boolean => label === last;
    const pick: PickStep<(typeof items)[number]> = {
      title,
      step,
      totalSteps,
      back,
      placeholder: prompt,
      items,
      isActive,
    };
    const chosen = await runPickStep(pick);
    if (!chosen) return "dismissed";
    return chosen.kind === "item" ? { value: chosen.item.value } : "back";
  }
  const button = { tooltip: "Write the Input in a Run File", icon: "new-file" };
  const check = (text: string): string | undefined => (field.isNumber ? numberProblem(name, text) : undefined);
  const said = await runInputStep({ title, step, totalSteps, prompt, value: last, button, check });
  if (!said) return "dismissed";
  if (said.kind === "back") return "back";
  if (said.kind === "button") return "file";
  return { value: field.isNumber ? Number(said.value) : said.value };
}

function numberProblem(name: string, text: string): string | undefined {
  return text === "" || !Number.isFinite(Number(text)) ? `${name}: Enter a number.` : undefined;
}

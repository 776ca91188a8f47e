import { Random } from "#sample/agent/random.ts";
import { sdkScript } from "../sample/scenes/sdkScripts.ts";

/** The data of the events that the sample app sends for an input with a `play`. */
export function samplePlay(input: Record<string, unknown>): unknown[] {
  const script = sdkScript({ input, files: [], random: new Random(3) });
  if (!script) throw new Error(`The sample app has no play ${String(input["play"])}`);
  const messages: unknown[] = [];
  for (let step = script.next(); !step.done; step = script.next())
    if (step.value.kind === "event") messages.push(step.value.data);
  return messages;
}

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { saysNextStep } from "../support/nextStep.ts";

const root = join(import.meta.dirname, "../..");

/** Their last words come from somewhere else, which has the next step. */
const passedOn = [
  "The filter wasn't changed. ${problem}",
  "This filter can't be saved as a view. ${problem.message}",
  "${basename(uri.path)} ${reason}",
];

/** The arguments of each call, as they are written. */
function callsOf(code: string, name: string): string[] {
  const calls: string[] = [];
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + 1)) {
    let [depth, end] = [1, at + name.length];
    for (; depth > 0; end++) {
      if ("([{".includes(code[end]!)) depth++;
      if (")]}".includes(code[end]!)) depth--;
    }
    calls.push(
      code
        .slice(at + name.length, end - 1)
        .replaceAll(/\s+/g, " ")
        .trim(),
    );
  }
  return calls;
}

/** The text of a message: what is written in the call, without what is added to it. */
const written = /(["`])((?:\\.|(?!\1)[^\\])*)\1/g;

function isWithoutNextStep(call: string): boolean {
  const message = [...call.matchAll(written)].map(([, , text]) => text).join("");
  if (message === "" || message.endsWith("${nextStep}") || passedOn.includes(message)) return false;
  // The buttons are the second argument.
  const hasButtons = /[\w`")], (?:\[[^\]]|\w)/.test(call.replaceAll(written, '""'));
  return !hasButtons && !saysNextStep(message);
}

test("each error says what to do next, or has a button for it", () => {
  const found = globSync("src/**/*.ts", { cwd: root }).flatMap((file) => {
    const code = readFileSync(join(root, file), "utf8");
    return callsOf(code, "new UserError(").flatMap((call) => (isWithoutNextStep(call) ? [`${file}: ${call}`] : []));
  });
  expect(found).toEqual([]);
});

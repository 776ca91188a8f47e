import { expect, test } from "vitest";
import { meantCommand } from "../../../../../src/features/explorer/vscode/meantCommand.ts";

const settled = { isUnsettled: () => false };
const meant = (id: string, ...given: readonly unknown[]): string => meantCommand(settled, `dynamiqRuns.${id}`, given);

test.each(["copyRunId", "cancelRun"])("%s by a key whose row VS Code has forgotten takes no other run", (id) => {
  expect(() => meant(id, undefined)).toThrow("No run has the focus");
  // From the palette it means the run in view.
  expect(meant(id)).toBe(`dynamiqRuns.${id}`);
});

test("a command of a row that VS Code has forgotten takes no other run", () => {
  expect(() => meant("runAgain", undefined, undefined)).toThrow("The list changed as you clicked");
  expect(() => meant("exportRuns", undefined, [undefined, {}])).toThrow("The list changed as you clicked");
  expect(meant("openRun", undefined)).toBe("dynamiqRuns.openRun");
});

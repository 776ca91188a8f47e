import { describe, expect, test } from "vitest";
import { commandPlaces, type GivenCommand, meantCommand } from "#workbench/explorer/vscode/meantCommand.ts";
import manifest from "../../../../../package.json" with { type: "json" };

const settled = { isUnsettled: () => false };
const places = commandPlaces(manifest);
const run = { kind: "run", runId: "run-1" };
const meant = (id: string, ...given: readonly unknown[]): GivenCommand =>
  meantCommand(settled, places, { id: `dynamiqRuns.${id}`, given });
const itself = (id: string, ...given: readonly unknown[]): GivenCommand => ({ id: `dynamiqRuns.${id}`, given });
const idsIn = (menu: "view/title" | "view/item/context"): string[] => [
  ...new Set(manifest.contributes.menus[menu].map(({ command }) => command.replace("dynamiqRuns.", ""))),
];

test.each(["copyRunId", "cancelRun"])("%s by a key whose row VS Code has forgotten takes no other run", (id) => {
  expect(() => meant(id, undefined)).toThrow("No run has the focus");
  // From the palette it means the run in view.
  expect(meant(id)).toEqual(itself(id));
});

describe("a row that VS Code has forgotten", () => {
  const ofRows = idsIn("view/item/context").filter((id) => !idsIn("view/title").includes(id));

  test.each(ofRows)("is no other run for %s", (id) => {
    expect(() => meant(id, undefined, undefined)).toThrow("The list changed as you clicked");
    expect(() => meant(id, undefined, [undefined, run])).toThrow("The list changed as you clicked");
  });

  test("isn't what the title of a panel gives", () => {
    expect(meant("exportRuns", undefined, { groupId: 0 })).toEqual(itself("exportRuns", undefined, { groupId: 0 }));
  });
});

describe("the title of a view", () => {
  // As VS Code gives it in a container with one view and with several.
  test.each(idsIn("view/title"))("has %s also when no row has the focus", (id) => {
    expect(meant(id, undefined).id).toBe(`dynamiqRuns.${id}`);
    expect(meant(id, undefined, undefined).id).toBe(`dynamiqRuns.${id}`);
  });

  test("is about the whole view, whichever row has the focus", () => {
    expect(meant("openRun", run)).toEqual(itself("openRun"));
    expect(meant("openRun", run, undefined)).toEqual(itself("openRun"));
  });

  test("has commands to which scripts give something", () => {
    expect(meant("openRun", "run-1")).toEqual(itself("openRun", "run-1"));
    expect(meant("saveView", "Refunds")).toEqual(itself("saveView", "Refunds"));
  });
});

test("a click on a row that has just moved opens its run and does nothing else", () => {
  const moved = { isUnsettled: () => true };
  const given = [run, undefined];
  const click = (id: string): GivenCommand => meantCommand(moved, places, { id: `dynamiqRuns.${id}`, given });
  expect(click("cancelRun")).toEqual(itself("openSelectedRun", ...given));
  expect(click("copyRunId")).toEqual(itself("copyRunId", ...given));
});

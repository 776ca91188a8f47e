import { describe, expect, test } from "vitest";
import { menuCommands, meantBy } from "#workbench/explorer/vscode/meantCommand.ts";
import manifest from "../../../../../package.json" with { type: "json" };

const places = menuCommands(manifest);
const run = { kind: "run", runId: "run-1" };
const meant = (id: string, ...given: readonly unknown[]) => meantBy(places, `dynamiqRuns.${id}`, given);
const menus: Record<string, { command?: string }[]> = manifest.contributes.menus;
const idsIn = (...names: string[]): string[] => [
  ...new Set(
    names.flatMap((menu) => menus[menu]!.flatMap(({ command }) => command?.replace("dynamiqRuns.", "") ?? [])),
  ),
];
const submenusOfRows = Object.keys(menus).filter((menu) => menu.startsWith("dynamiqRuns.row."));

test.each(["copyRunId", "cancelRun"])("%s by a key whose row VS Code has forgotten takes no other run", (id) => {
  expect(() => meant(id, undefined)).toThrow("No run is focused");
  // From the palette it means the run in view.
  expect(meant(id)).toEqual([]);
});

describe("a row that VS Code has forgotten", () => {
  const ofRows = idsIn("view/item/context", ...submenusOfRows).filter((id) => !idsIn("view/title").includes(id));

  test.each(ofRows)("is no other run for %s", (id) => {
    expect(() => meant(id, undefined, undefined)).toThrow("The list changed as you clicked");
    expect(() => meant(id, undefined, [undefined, run])).toThrow("The list changed as you clicked");
  });

  test("isn't what the title of a panel gives", () => {
    expect(meant("exportRuns", undefined, { groupId: 0 })).toEqual([undefined, { groupId: 0 }]);
  });
});

describe("the title of a view", () => {
  // As VS Code gives it in a container with one view and with several.
  test.each(idsIn("view/title"))("has %s also when no row has the focus", (id) => {
    expect(meant(id, undefined)).toEqual([undefined]);
    expect(meant(id, undefined, undefined)).toEqual([undefined, undefined]);
  });

  test("is about the whole view, whichever row has the focus", () => {
    expect(meant("openRun", run)).toEqual([]);
    expect(meant("openRun", run, undefined)).toEqual([]);
  });

  test("has commands to which scripts give something", () => {
    expect(meant("openRun", "run-1")).toEqual(["run-1"]);
    expect(meant("saveView", "Refunds")).toEqual(["Refunds"]);
  });
});

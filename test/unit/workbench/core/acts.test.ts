import { expect, test } from "vitest";
import { commandIds } from "#host/commandIds.ts";
import { type Act, actViews, commandOf } from "#workbench/core/acts.ts";

const { openRun, openAsText, cancelRun, refresh } = commandIds;
const act = { name: "Act", icon: "export" } as const;
const acts: readonly Act<string>[] = [
  { ...act, command: openRun, order: 3 },
  { ...act, command: openAsText, order: 1 },
  { ...act, command: cancelRun, order: 2, fits: (target) => target === "small" },
];

test("a page gets the acts that fit, in their order, and nothing that it can't be sent", () => {
  expect(actViews(acts, "large")).toEqual([
    { id: openAsText, ...act },
    { id: openRun, ...act },
  ]);
  expect(actViews(acts, "small").map(({ id }) => id)).toEqual([openAsText, cancelRun, openRun]);
});

test("a page can ask only for what it is offered", () => {
  const asked = [openRun, cancelRun, refresh, "workbench.action.quit"];
  expect(asked.map((id) => commandOf(acts, id, "large"))).toEqual([openRun, undefined, undefined, undefined]);
});

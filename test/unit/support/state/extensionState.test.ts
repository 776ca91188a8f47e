import { expect, test } from "vitest";
import { ExtensionState } from "../../../support/state/extensionState.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

test.each([
  ["global", undefined],
  ["workspace", 2],
] as const)("the %s state has %s of a change that is made as an earlier one is stored", async (of, second) => {
  const state = new ExtensionState({}, of);
  const window = state.open();
  void window.update("first", 1);
  // The first change is stored then, and hasn't come back.
  await tick();
  await tick();
  void window.update("second", 2);
  await state.settled();
  expect([window.get("first"), window.get("second")]).toEqual([1, second]);
});

import { expect, test } from "vitest";
import { hasAnswered, hasConnected, hasOpenedRun, hasTestedRun } from "#host/contextKeys.ts";
import { createFirstSteps, firstStepsKey } from "#workbench/core/firstSteps.ts";

function setup(stored?: unknown) {
  const kept = new Map<string, unknown>([[firstStepsKey, stored]]);
  const errors: unknown[] = [];
  const state = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const open = () => {
    const keys: string[] = [];
    const steps = createFirstSteps(
      state,
      (key) => keys.push(key),
      (error) => errors.push(error),
    );
    return { steps, keys };
  };
  return { state, errors, open };
}

test("what a person has done is known at once, and in the next window", () => {
  const { open } = setup();
  const { steps, keys } = open();
  expect(keys).toEqual([]);
  steps.note(hasAnswered);
  steps.note(hasConnected);
  steps.note(hasAnswered);
  expect(keys).toEqual([hasAnswered, hasConnected]);
  expect(open().keys.toSorted()).toEqual(keys.toSorted());
});

test("windows that are open together add to the same store", () => {
  const { open } = setup();
  const [one, other] = [open(), open()];
  one.steps.note(hasConnected);
  other.steps.note(hasOpenedRun);
  expect(open().keys).toEqual([hasConnected, hasOpenedRun]);
});

test.each([undefined, "connected", { connected: true }, ["of another version", 1]])(
  "a store that has %j says that nothing was done",
  (stored) => expect(setup(stored).open().keys).toEqual([]),
);

test("a step that can't be stored is known in this window, and the failure is reported", async () => {
  const { state, open, errors } = setup();
  state.update = () => Promise.reject(new Error("full"));
  const { steps, keys } = open();
  steps.note(hasTestedRun);
  await expect.poll(() => errors).toEqual([new Error("full")]);
  expect(keys).toEqual([hasTestedRun]);
});

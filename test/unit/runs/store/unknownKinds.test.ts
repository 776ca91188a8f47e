import { expect, test } from "vitest";
import { UnknownKinds } from "#runs/store/unknownKinds.ts";

test("kinds are counted once for each run, and told once", () => {
  const kinds = new UnknownKinds();
  const hook = { kind: "hook.v2", count: 2, shape: "{hook: text}" };
  kinds.note("r1", []);
  expect(kinds.takeNews()).toBeUndefined();
  kinds.note("r2", [hook]);
  kinds.note("r2", [hook]);
  expect(kinds.takeNews()).toBe(
    "This app sends 1 kind of event that this version of Dynamiq Runs doesn't know: hook.v2",
  );
  kinds.note("r3", [hook]);
  expect([kinds.takeNews(), kinds.all]).toEqual([undefined, [{ ...hook, count: 4 }]]);
});

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { contentKey, covers, type Digest, shapeOf } from "#runs/create/inputShape.ts";

const hashed: Digest = (text) => createHash("sha256").update(text).digest("hex");
const plain: Digest = (text) => text;

describe.each([
  ["hashed", hashed],
  ["plain", plain],
])("an input is recognized by its outline (%s)", (_name, digest) => {
  const sent = { ticket: "48213", limits: { amount: 620, currency: null }, tags: ["a", { b: 1 }], none: {} };
  const outline = shapeOf(sent, digest);

  test.each<[string, unknown, boolean]>([
    [
      "itself, in another order",
      { none: {}, tags: ["a", { b: 1 }], limits: { currency: null, amount: 620 }, ticket: "48213" },
      true,
    ],
    [
      "with defaults at any depth",
      { ...sent, lang: "en", limits: { ...sent.limits, per: "day" }, tags: ["a", { b: 1, c: 2 }], none: { x: 1 } },
      true,
    ],
    ["without a key", { ...sent, ticket: undefined, limits: sent.limits }, false],
    ["with another leaf", { ...sent, limits: { ...sent.limits, amount: 621 } }, false],
    ["with a list in another order", { ...sent, tags: [{ b: 1 }, "a"] }, false],
    ["without an empty object", { ...sent, none: undefined }, false],
    ["with an object in the place of a leaf", { ...sent, ticket: { entries: [] } }, false],
  ])("%s", (_what, input, expected) => {
    expect(covers(input, outline, digest)).toBe(expected);
  });

  test("also when only its beginning was stored", () => {
    const long = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`key${n}`, n]));
    const kept = shapeOf(long, digest);
    expect(JSON.stringify(kept).length).toBeLessThan(50_000);
    expect(covers({ ...long, more: 1 }, kept, digest)).toBe(true);
    expect(covers({ ...long, key0: "x" }, kept, digest)).toBe(false);
  });
});

test("a request without an input is that of a run whose input is null", () => {
  expect(contentKey({})).toBe(contentKey({ input: null }));
});

test("a hashed outline contains nothing of the content", () => {
  const text = JSON.stringify(shapeOf({ password: "hunter2", list: ["secret", 12_345] }, hashed));
  expect(text).not.toMatch(/password|hunter2|secret|12345/);
});

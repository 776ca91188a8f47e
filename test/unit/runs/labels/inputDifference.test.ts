import { expect, test } from "vitest";
import { inputDifference } from "#runs/labels/inputDifference.ts";

const a = { prompt: "forever", user: { plan: "pro" }, tags: ["a", "b"], seed: 1 };

test.each<[string, unknown[], (string | undefined)[] | undefined]>([
  ["a field", [a, { ...a, seed: 2 }], ["seed 1", "seed 2"]],
  ["a field within", [a, { ...a, user: { plan: "free" } }], ["plan pro", "plan free"]],
  ["an item of a list", [a, { ...a, tags: ["a", "c"] }], ["tags b", "tags c"]],
  [
    "the field that tells most of them apart",
    [a, { ...a, seed: 2 }, { ...a, seed: 3, tags: [] }],
    ["seed 1", "seed 2", "seed 3"],
  ],
  ["a field that one lacks", [a, { ...a, seed: undefined }], ["seed 1", undefined]],
  ["inputs that are values", [3, 5], ["3", "5"]],
  ["equal inputs", [a, structuredClone(a)], undefined],
  ["no input", [undefined, null], undefined],
  [
    "ids, which say no more than the run's own",
    [{ id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" }, { id: "4d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" }],
    undefined,
  ],
  [
    "keys and passwords, which nobody shows",
    [
      { apiKey: "one", password: 1 },
      { apiKey: "two", password: 2 },
    ],
    undefined,
  ],
  ["texts that are too long for a row", [{ text: "x".repeat(50) + "1" }, { text: "x".repeat(50) + "2" }], undefined],
])("names %s", (_what, inputs, words) => {
  expect(inputDifference(inputs)).toEqual(words);
});

test("reads a large input only in part", () => {
  let read = 0;
  const large = (last: number) =>
    new Proxy(
      Array.from({ length: 100_000 }, (_, at) => (at === 99_999 ? last : 0)),
      {
        get: (target, key, receiver) => {
          if (typeof key === "string" && /^\d+$/.test(key)) read++;
          return Reflect.get(target, key, receiver) as unknown;
        },
      },
    );
  expect(inputDifference([large(1), large(2)])).toBeUndefined();
  expect(read).toBeLessThan(1_000);
});

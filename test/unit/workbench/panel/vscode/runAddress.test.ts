import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, runOf, sequenceOf } from "#workbench/panel/vscode/runAddress.ts";

const run = { connectionId: "c1", runId: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001" };

test("a tab is named by the title, and beside an equal one by the short id", () => {
  expect(addressOf(run, "Where is my invoice?")).toEqual({
    authority: "c1",
    path: "/8c2c8e2e/Where is my invoice?",
    query: "run=8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001",
  });
});

test("what tells its row apart stands before the short id, as VS Code shows it beside equal titles", () => {
  const { path } = addressOf(run, "forever", { apart: "amount 480" });
  expect(path).toBe("/amount 480 · 8c2c8e2e/forever");
  expect(addressOf(run, "forever", { apart: "a/b" }).path).toBe("/a∕b · 8c2c8e2e/forever");
});

test.each([
  ["", "Run 8c2c8e2e"],
  ["..", "Run 8c2c8e2e"],
  ["\ud83d", "Run 8c2c8e2e"],
  ["a/b", "a∕b"],
  ["x".repeat(61), `${"x".repeat(59)}…`],
  [`${"x".repeat(58)}😀 and more`, `${"x".repeat(58)}…`],
])("of %j the name is %j", (title, name) => {
  expect(addressOf(run, title).path).toBe(`/8c2c8e2e/${name}`);
});

test("an address leads to its run and its step", () => {
  const id = fc.oneof(fc.uuid(), fc.constantFrom("7", "a-run_of-another-form", "x".repeat(128)));
  const unit = fc.constantFrom("/", "\\", ".", "?", "#", "%", "&", "=", " ", "a", "é", "😀", "\ud83d", "\ude00");
  const title = fc.string({ unit, maxLength: 80 });
  const step = fc.option(fc.nat(), { nil: undefined });
  fc.assert(
    fc.property(id, title, step, (runId, text, sequence) => {
      const address = addressOf({ connectionId: "c1", runId }, text, { sequence, apart: text });
      expect(runOf(address)).toEqual({ connectionId: "c1", runId });
      expect(sequenceOf(address)).toBe(sequence);
      expect(address.path.split("/")).toHaveLength(3);
      expect(() => encodeURIComponent(address.path)).not.toThrow();
    }),
    { numRuns: 200 },
  );
});

test.each([
  { path: "", query: "" },
  { path: "/../x", query: "" },
  { path: "/8c2c8e2e/x", query: "run=a%2Fb" },
  { path: "/8c2c8e2e/x", query: "run=" },
])("%j is no run's address", (address) => {
  expect(runOf({ authority: "c1", ...address })).toBeUndefined();
});

test.each(["step=", "step=x", "step=-1", "step=1e9", "run=12"])("%s is no step", (query) => {
  expect(sequenceOf({ query })).toBeUndefined();
});

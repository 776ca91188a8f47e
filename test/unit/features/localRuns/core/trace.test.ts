import { expect, test } from "vitest";
import { parseTraceBody, rootsOf, TraceTree } from "#features/localRuns/core/trace.ts";

const body = (...runs: unknown[]): string => JSON.stringify({ runs });

test("a body and a list of runs are read alike", () => {
  const runs = [{ id: "a", type: "workflow" }];
  expect(parseTraceBody(body(...runs)).runs).toEqual(parseTraceBody(JSON.stringify(runs)).runs);
});

test("of two runs with one id the later one stays, at the place of the first", () => {
  const { runs } = parseTraceBody(body({ id: "a" }, { id: "b" }, { id: "a", status: "succeeded" }));
  expect(runs.map(({ id, status }) => [id, status])).toEqual([
    ["a", "succeeded"],
    ["b", undefined],
  ]);
});

test("a run with an odd field keeps its other fields, also unknown ones", () => {
  const { runs, problems } = parseTraceBody(body({ id: "a", name: 3, status: "failed", extra: [1] }));
  expect(runs).toEqual([{ id: "a", name: null, status: "failed", extra: [1], error: undefined }]);
  expect(problems).toEqual([]);
});

test("an unreadable run is named without its content", () => {
  const { runs, problems } = parseTraceBody(body({ name: "secret" }, { id: "a" }, "secret"));
  expect(runs).toHaveLength(1);
  expect(problems).toEqual(["Run 1 of 3 has no id", "Run 3 of 3 isn't an object"]);
});

test("what isn't a trace gives no run and one problem", () => {
  for (const text of ["", "secret", "{}", '{"runs": {}}', "3"]) {
    const { runs, problems } = parseTraceBody(text);
    expect(runs).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain("secret");
  }
});

test("a trace that holds more than memory can isn't saved", () => {
  const tooMuch = `[${"[],".repeat(10_000_000)}[]]`;
  expect(() => parseTraceBody(tooMuch)).toThrow(
    "A trace has over 10 million lists and objects. Create a new tracing handler for each run.",
  );
});

test("a field called __proto__ and 10,000 levels do no harm", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  const { runs } = parseTraceBody(`{"runs": [{"id": "a", "__proto__": {"status": "failed"}, "input": ${deep}}]}`);
  expect(runs[0]?.status).toBeUndefined();
  expect(() => JSON.stringify(runs)).not.toThrow();
});

test("the nodes of a run are in the order of their start, to any depth, and those of other runs stay out", () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => ({ id: `n${i}`, parent_run_id: i === 0 ? "a" : `n${i - 1}` }));
  const late = { id: "late", parent_run_id: "a", start_time: "2026-01-01T00:00:00.000002+00:00" };
  const early = { id: "early", parent_run_id: "a", start_time: "2026-01-01T00:00:00.000001+00:00" };
  const { runs } = parseTraceBody(body(...chain, late, early, { id: "a" }, { id: "b" }));
  expect(rootsOf(runs).map(({ id }) => id)).toEqual(["a", "b"]);
  const tree = new TraceTree(rootsOf(runs)[0]!, runs);
  expect(tree.childrenOf(tree.root).map(({ id }) => id)).toEqual(["n0", "early", "late"]);
  expect(tree.nodes).toHaveLength(10_003);
});

test("a node that is its own ancestor ends no walk in a loop", () => {
  const { runs } = parseTraceBody(body({ id: "a" }, { id: "b", parent_run_id: "b" }, { id: "c", parent_run_id: "a" }));
  expect(new TraceTree(runs[0]!, runs).nodes.map(({ id }) => id)).toEqual(["a", "c"]);
});

test("a node whose parent is missing is a run of its own", () => {
  expect(rootsOf(parseTraceBody(body({ id: "b", parent_run_id: "gone" })).runs)).toHaveLength(1);
});

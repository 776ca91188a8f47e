import { expect, test } from "vitest";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { parseTraceBody, type TraceRun } from "#features/localRuns/core/trace.ts";
import { linesBetween, noLog, readLog } from "#features/localRuns/core/traceLog.ts";

const nodesOf = (...runs: string[]): Map<string, TraceRun> =>
  new Map(parseTraceBody(`{"runs":[${runs.join()}]}`).runs.map((run) => [run.id, run]));

/** What the lines hold after each of these versions of a run. */
function written(...versions: Map<string, TraceRun>[]): { parts: string[]; read: (string | undefined)[] } {
  let log = noLog;
  const parts = versions.map((nodes) => {
    const next = linesBetween(log, nodes);
    ({ log } = next);
    return next.text;
  });
  return { parts, read: [...readLog(parts.join("")).nodes.values()].map((node) => stringifyJson(node)) };
}

test("a later line has only what has changed, also deep inside", () => {
  const { parts, read } = written(
    nodesOf('{"id":"a","status":null,"input":"long","metadata":{"node":{"prompt":"x"},"n":1}}'),
    nodesOf('{"id":"a","status":"succeeded","input":"long","metadata":{"node":{"prompt":"x"},"n":2}}'),
  );
  expect(parts[1]).toBe('\n{"id":"a","change":{"status":"succeeded","metadata":{"n":2}}}\n');
  expect(read).toEqual(['{"id":"a","status":"succeeded","input":"long","metadata":{"node":{"prompt":"x"},"n":2}}']);
});

test("what hasn't changed has no line", () => {
  const nodes = nodesOf('{"id":"a","input":{"x":[1,2]}}');
  expect(written(nodes, nodesOf('{"id":"a","input":{"x":[1,2]}}')).parts[1]).toBe("");
});

test("a field that is gone is gone when it is read, too", () => {
  const after = '{"id":"a","input":{"kept":1}}';
  expect(written(nodesOf('{"id":"a","input":{"kept":1,"gone":2}}'), nodesOf(after)).read).toEqual([after]);
});

test("numbers and the names of JavaScript's own objects stay as they were posted", () => {
  const before = '{"id":"a","input":{"__proto__":{"x":1.0},"big":12345678901234567890}}';
  const after = '{"id":"a","input":{"__proto__":{"x":2.50},"big":12345678901234567890,"constructor":1}}';
  expect(written(nodesOf(before), nodesOf(after)).read).toEqual([after]);
});

test("a value takes the place of an object, and an object that of a value", () => {
  const after = '{"id":"a","input":{"x":[1],"y":{"z":1}}}';
  expect(written(nodesOf('{"id":"a","input":{"x":{"w":1},"y":null}}'), nodesOf(after)).read).toEqual([after]);
});

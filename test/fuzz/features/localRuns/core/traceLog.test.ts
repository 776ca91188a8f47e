import fc from "fast-check";
import { expect, test } from "vitest";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { readTraceRuns, type TraceRun } from "#features/localRuns/core/trace.ts";
import { linesBetween, noLog, readLog } from "#features/localRuns/core/traceLog.ts";
import { cases } from "../../../../support/cases.ts";
import { json } from "../../../arbitraries.ts";

const ids = fc.constantFrom("a", "b", "c");

/** The nodes of a run at one time, with whatever fields. */
const nodes = fc
  .array(fc.tuple(ids, json, json), { maxLength: 4 })
  .map((all) => readTraceRuns(all.map(([id, input, metadata]) => ({ id, input, metadata }))).runs)
  .map((runs) => new Map(runs.map((run): [string, TraceRun] => [run.id, run])));

test("whatever changes in a run, its lines say it", () => {
  fc.assert(
    fc.property(fc.array(nodes, { maxLength: 4 }), (times) => {
      let text = "";
      let log = noLog;
      for (const time of times) {
        const next = linesBetween(log, new Map([...log.nodes, ...time]));
        text += next.text;
        ({ log } = next);
      }
      const read = readLog(text);
      expect([...read.nodes.values()].map((node) => stringifyJson(node))).toEqual(
        [...log.nodes.values()].map((node) => stringifyJson(node)),
      );
      expect(read.containers).toBe(log.containers);
    }),
    cases(300),
  );
});

test("lines that were broken off anywhere spoil none after them", () => {
  fc.assert(
    fc.property(nodes, nodes, fc.nat(), (first, second, cut) => {
      const { text } = linesBetween(noLog, first);
      const kept = text.slice(0, cut % (text.length + 1));
      const before = readLog(kept);
      const all = new Map([...before.nodes, ...second]);
      const read = readLog(kept + linesBetween(before, all).text);
      expect([...read.nodes.keys()]).toEqual([...all.keys()]);
    }),
    cases(300),
  );
});

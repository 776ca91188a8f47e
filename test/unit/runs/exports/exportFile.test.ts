import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Run, type RunEvent, runEventSchema, runSchema } from "#api/schemas.ts";
import { looksLikeExport } from "#runFiles/looksLikeExport.ts";
import {
  exportBeginning,
  exportedRunText,
  exportEnd,
  type ExportFile,
  exportSeparator,
  isOfSession,
  parseExport,
  sessionOfExport,
  turnsOfSession,
} from "#runs/exports/exportFile.ts";

const head = { exportedAt: "2026-11-24T19:48:46.000Z", app: { name: "Support Triage", host: "triage.example" } };

/** Fields that have a type of their own are not made of anything. */
const typed = new Set([...Object.keys(runSchema.shape), ...Object.keys(runEventSchema.shape)]);
const unknownName = fc.string().filter((name) => !typed.has(name));
const extras = fc.dictionary(unknownName, fc.jsonValue(), { maxKeys: 3 });
const runs = fc
  .record(
    { id: fc.uuid(), status: fc.string(), input: fc.jsonValue(), output: fc.jsonValue() },
    { requiredKeys: ["id", "status"] },
  )
  .chain((known) => extras.map((more): Run => ({ ...more, ...known })));
const events = fc
  .record({ type: fc.string(), sequence: fc.integer(), data: fc.jsonValue() }, { requiredKeys: ["type", "sequence"] })
  .chain((known) => extras.map((more): RunEvent => ({ ...more, ...known })));

describe("an export", () => {
  test("is recognized by its first field, however it is indented", () => {
    const text = exportBeginning(head) + exportEnd;
    expect(looksLikeExport(text)).toBe(true);
    expect(looksLikeExport(JSON.stringify(JSON.parse(text), undefined, 2))).toBe(true);
    expect(looksLikeExport('{ "input": { "format": "dynamiq-runs-export" } }')).toBe(false);
    expect(looksLikeExport('{ "format": "csv" }')).toBe(false);
  });

  test("is read back unchanged, with any pages and unknown fields", async () => {
    const exported = fc.record({ run: runs, pages: fc.array(fc.array(events, { maxLength: 4 }), { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(exported, { maxLength: 3 }), async (all) => {
        const { runs: read, ...rest } = parseExport(await written(all), "runs.json");
        expect(rest).toEqual({ format: "dynamiq-runs-export", version: 1, ...head });
        expect(read).toEqual(all.map(({ run, pages }) => asJson({ run, events: pages.flat() })));
      }),
    );
  });

  test("is a conversation if all its runs have one session and one user, or none", () => {
    const run = (id: string, user_id?: string | null, session_id?: string): Run => ({
      id,
      status: "completed",
      session_id,
      user_id,
    });
    const sessionOf = (...all: Run[]) => sessionOfExport(all);
    expect(sessionOf(run("1", "lena", "s"), run("2", "lena", "s"))).toEqual({ sessionId: "s", userId: "lena" });
    expect(sessionOf(run("1", null, "s"), run("2", undefined, "s"))).toEqual({ sessionId: "s" });
    expect(sessionOf(run("1", "lena", "s"), run("2", "ben", "s"))).toBeUndefined();
    expect(sessionOf(run("1", "lena", "s"), run("2", "lena", "t"))).toBeUndefined();
    expect(sessionOf(run("1", "lena", "s"), run("2", undefined, "s"))).toBeUndefined();
    const own = { sessionId: "s", userId: "ben" };
    expect([run("1", "lena", "s"), run("2", "ben", "s")].map((each) => isOfSession(each, own))).toEqual([false, true]);
    const times = [1, 1, 2].map((second, n) => ({
      id: `${n}`,
      status: "completed",
      session_id: "s",
      started_at: new Date(second * 1_000).toISOString(),
    }));
    // A conversation was exported oldest first, selected rows as their list had them.
    for (const runs of [times, times.toReversed()]) {
      const inOrder = turnsOfSession(valid(runs).runs, "");
      expect(inOrder.map((each) => each.run.id)).toEqual(["2", "1", "0"]);
    }
    const none = () => turnsOfSession([], "runs.json");
    expect(none).toThrow("runs.json: It no longer contains this conversation.");
  });

  const broken = { ...valid([]), runs: [{ run: { id: 1, status: "failed" }, events: [] }] };
  test.each<[string, string, RegExp]>([
    ["no JSON", '{\n  "format": oops\n}', /^runs\.json, line 2, column 13: It isn't JSON \(invalid symbol\)\.$/],
    ["a run request", '{"input":{"a":1}}', /^runs\.json: It isn't an export of Dynamiq Runs \(format: /],
    ["another format", '{"format":"har","version":1}', /^runs\.json: It isn't an export of Dynamiq Runs \(format: /],
    [
      "a newer version",
      JSON.stringify({ ...valid([]), version: 2 }),
      /newer version of Dynamiq Runs\. Update .* version 2/,
    ],
    ["a run without an id", JSON.stringify(broken), /damaged at runs\.0\.run\.id: expected string, received number\.$/],
  ])("of %s is refused with the file and the place", (_, text, message) => {
    expect(() => parseExport(text, "runs.json")).toThrow(message);
  });
});

async function written(all: readonly { run: Run; pages: readonly RunEvent[][] }[]): Promise<string> {
  let text = exportBeginning(head);
  for (const [index, { run, pages }] of all.entries()) {
    if (index > 0) text += exportSeparator;
    for await (const part of exportedRunText(run, inTurn(pages))) text += part;
  }
  return text + exportEnd;
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function valid(all: readonly Run[]): ExportFile {
  return { format: "dynamiq-runs-export", version: 1, ...head, runs: all.map((run) => ({ run, events: [] })) };
}

/** JSON knows one zero. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

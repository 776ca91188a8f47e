import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { exportBeginning, exportedRunText, exportEnd, exportSeparator, parseExport } from "#runs/exports/exportFile.ts";
import { type FoundRun, streamedRuns, type WantedEvents } from "#runs/exports/exportStream.ts";

const head = { exportedAt: "2026-11-24T19:48:46.000Z", app: { name: "Support “Triage” ]}[", host: "triage.example" } };

/** Texts with everything that has a meaning in JSON. */
const texts = fc.string({ unit: fc.constantFrom("a", '"', "\\", "[", "]", "{", "}", ",", ":", "é", "🙂", "\n") });
const values = fc.jsonValue({ maxDepth: 3, stringUnit: fc.constantFrom("a", '"', "\\", "]", "}", "{") });
const runs = fc.record({ id: texts, status: texts, input: values, events: fc.array(values), runs: values });
const events = fc.record({ type: texts, sequence: fc.nat(), data: values, events: values });
const exported = fc.array(fc.record({ run: runs, events: fc.array(events, { maxLength: 4 }) }), { maxLength: 3 });

async function textOf(all: readonly { run: Run; events: readonly RunEvent[] }[]): Promise<string> {
  let text = exportBeginning(head);
  for (const [index, { run, events: own }] of all.entries()) {
    if (index > 0) text += exportSeparator;
    for await (const part of exportedRunText(run, pagesOf(own))) text += part;
  }
  return text + exportEnd;
}

async function* pagesOf(own: readonly RunEvent[]): AsyncGenerator<readonly RunEvent[]> {
  yield own;
}

async function read(
  text: string,
  size: number,
  wanted: WantedEvents = () => Infinity,
  containerLimit?: number,
): Promise<FoundRun[]> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const found: FoundRun[] = [];
  for await (const run of streamedRuns(chunks(), "runs.json", wanted, containerLimit)) found.push(run);
  return found;
}

describe("an export that is read in pieces", () => {
  test("has the same runs as one that is read whole, in pieces of any size and however it is indented", async () => {
    await fc.assert(
      fc.asyncProperty(exported, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (all, size, isIndented) => {
        const written = await textOf(all);
        const text = isIndented ? JSON.stringify(JSON.parse(written), undefined, 2) : written;
        const found = await read(text, size);
        expect(found.map(({ run, events: own }) => ({ run, events: own }))).toEqual(
          parseExport(text, "runs.json").runs.map(({ run, events: own }) => ({ run, events: own })),
        );
        for (const { head: own, eventCount, events: held } of found) {
          expect(own).toMatchObject(head);
          expect(eventCount).toBe(held.length);
        }
      }),
    );
  });

  const many = [1, 2, 3].map((n) => ({
    run: { id: `${n}`, status: "completed" },
    events: Array.from({ length: n * 3 }, (_, sequence) => ({ type: "a", sequence, data: {} })),
  }));

  test("holds only the wanted events, the last ones, and counts all", async () => {
    const found = await read(await textOf(many), 64, ({ id }) => (id === "2" ? Infinity : id === "3" ? 2 : 0));
    expect(found.map(({ eventCount }) => eventCount)).toEqual([3, 6, 9]);
    expect(found.map(({ events: held }) => held.map(({ sequence }) => sequence))).toEqual([
      [],
      [0, 1, 2, 3, 4, 5],
      [7, 8],
    ]);
  });

  test("isn't read further than its reader wants", async () => {
    const whole = new TextEncoder().encode(await textOf(many));
    let given = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (const byte of whole) {
        given++;
        yield Uint8Array.of(byte);
      }
    }
    for await (const { run } of streamedRuns(chunks(), "runs.json", () => 0)) if (run.id === "1") break;
    expect(given).toBeLessThan(whole.length / 3);
  });

  test("is refused wherever it is cut off", async () => {
    const text = await textOf(many.slice(0, 2));
    const end = text.trimEnd().length;
    for (let at = 0; at < end; at++) {
      await expect(read(text.slice(0, at), 50)).rejects.toMatchObject({ name: "ExportFileError" });
    }
    await expect(read(text.slice(0, end), 50)).resolves.toHaveLength(2);
  });

  test.each([
    ["another object", '{"input":{"a":[1]}}', "It isn't a complete export of Dynamiq Runs: it has no list of runs."],
    ["a list", '[{"run":{}}]', "It isn't a complete export of Dynamiq Runs: it has a list where an object should be."],
    ["another format", '{"format":"har","runs":[]}', /It isn't an export of Dynamiq Runs \(format: /],
    ["a run without events", withRuns('{"run":{"id":"1","status":"a"}}'), "a run has no list of events."],
    ["a run that is a text", withRuns('"a"'), "it has a value where a run or an event should be."],
    ["an event that is a number", withRuns('{"run":{"id":"1","status":"a"},"events":[1]}'), "it has a value where"],
    ["a run without an id", withRuns('{"run":{"status":"a"},"events":[]}'), "It is damaged at runs.0.run.id: "],
    ["an event without a type", withRuns('{"run":{"id":"1","status":"a"},"events":[{}]}'), "It is damaged at runs.0."],
    [
      "broken JSON",
      withRuns('{"run":{"id":"1","status":a},"events":[{}]}'),
      "It is damaged at runs.0: this part isn't JSON.",
    ],
  ])("is refused for %s, with the reason", async (_, text, message) => {
    await expect(read(text, 7)).rejects.toThrow(message);
  });

  test("is refused when one run holds more than memory does", async () => {
    const event = `{"type":"a","sequence":1,"data":[${"[],".repeat(9)}[]]}`;
    const text = withRuns(`{"run":{"id":"big","status":"a"},"events":[${Array(5).fill(event).join(",")}]}`);
    const problem = "runs.json: Its run big has over 10 million lists and objects. Open another run of the export.";
    await expect(read(text, 7, () => Infinity, 50)).rejects.toThrow(problem);
    expect(await read(text, 7, () => Infinity, 60)).toHaveLength(1);
    expect(await read(text, 7, () => 0, 50)).toMatchObject([{ eventCount: 5, events: [] }]);
  });
});

function withRuns(text: string): string {
  return `${exportBeginning(head)}${text}${exportEnd}`;
}

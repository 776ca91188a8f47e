import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { EventsAndStory } from "../../../../src/runs/live/eventLog.ts";
import { cases } from "../../../support/cases.ts";
import { endedRun } from "../../../support/golden/endedRun.ts";
import { bytesOf, follow } from "../../../support/live/cutApp.ts";
import { recordings, sdkStreams } from "../../../support/story/sdkStreams.ts";

const plays = ["workflow", "delegate", "clones", "report", "paths", "placeholders", "sub-workflow", "next-sdk"];
/** The messages of apps of old and new SDKs: our own, those of the sample app, and recordings. */
const streams: readonly (readonly unknown[])[] = [
  ...[...sdkStreams(), ...recordings()].map(({ messages }) => messages),
  ...plays.map((play) => endedRun({ play }).events.flatMap(({ type, data }) => (type === "run.data" ? [data] : []))),
];

/** A part of a stream: where it begins, how many messages it has, and which of them are left out or come twice. */
const part = fc.record({
  stream: fc.nat({ max: streams.length - 1 }),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 60 }),
  leftOut: fc.array(fc.nat({ max: 60 }), { maxLength: 3 }),
  doubled: fc.array(fc.nat({ max: 60 }), { maxLength: 3 }),
});

/** A random stream: parts that are mixed as `order` says, and how the run ends. */
const run = fc.record({
  parts: fc.array(part, { minLength: 1, maxLength: 3 }),
  order: fc.array(fc.nat({ max: 2 }), { maxLength: 120 }),
  end: fc.constantFrom("run.completed", "run.failed", "run.canceled"),
});

const cut = fc.record({
  bytes: fc.nat({ max: 60_000 }),
  missed: fc.nat({ max: 8 }),
  again: fc.nat({ max: 4 }),
});

type Value<A> = A extends fc.Arbitrary<infer T> ? T : never;

function messagesOf({ stream, from, length, leftOut, doubled }: Value<typeof part>): unknown[] {
  const all = streams[stream]!;
  const start = Math.floor(from * all.length);
  return all
    .slice(start, start + length)
    .flatMap((message, at) => (leftOut.includes(at) ? [] : doubled.includes(at) ? [message, message] : [message]));
}

function eventsOf({ parts, order, end }: Value<typeof run>): RunEvent[] {
  const left = parts.map(messagesOf);
  const mixed = order.flatMap((index) => left[index]?.splice(0, 1) ?? []);
  const data = [...mixed, ...left.flat()].map((message): [string, unknown] => ["run.data", message]);
  const all: [string, unknown][] = [["run.started", { id: "r1" }], ...data, [end, { id: "r1" }]];
  return all.map(([type, each], at) => ({
    id: `event-${at}`,
    type,
    sequence: at + 1,
    timestamp: new Date(Date.UTC(2026, 5, 10) + at * 100).toISOString(),
    data: each,
  }));
}

/** The run as its events make it in one piece. */
function inOnePiece(events: readonly RunEvent[]): unknown {
  const kept = new EventsAndStory();
  kept.add(events);
  const { steps } = kept.runStory;
  const seen = { story: steps, shown: steps, events: [...kept.log], gaps: kept.log.gaps };
  return JSON.parse(JSON.stringify(seen)) as unknown;
}

test("a stream of any messages makes one story, wherever it is cut and resumed, doubled, and in any pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      run,
      fc.array(cut, { maxLength: 6 }),
      fc.oneof(fc.integer({ min: 1, max: 80 }), fc.constant(70_000)),
      async (random, cuts, chunk) => {
        const events = eventsOf(random);
        const length = events.reduce((sum, event) => sum + bytesOf(event).length, 0);
        const within = cuts.map(({ bytes, ...rest }) => ({ ...rest, bytes: bytes % (length + 1) }));
        expect(await follow(events, within, chunk)).toEqual(inOnePiece(events));
      },
    ),
    cases(250),
  );
});

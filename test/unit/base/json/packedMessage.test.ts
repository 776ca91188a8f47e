import fc from "fast-check";
import { expect, test } from "vitest";
import { packMessage, unpackMessage } from "#base/json/packedMessage.ts";
import { parseJson, parseOwnJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";

const types = ["agent.reasoning.delta", "agent.tool_call.started", "vendor.x", "__proto__", ""] as const;
const groups = {
  "agent.reasoning.delta": "text",
  "agent.tool_call.started": "tools",
  "vendor.x": "other",
  __proto__: "run",
  "": "other",
} as const;

const row: fc.Arbitrary<Omit<EventRow, "sequence">> = fc
  .record({
    type: fc.constantFrom(...types),
    time: fc.option(fc.oneof(fc.integer(), fc.string()), { nil: undefined }),
    summary: fc.option(fc.oneof(fc.string({ unit: "binary" }), fc.constant("half \ud83d")), { nil: undefined }),
    failed: fc.boolean(),
    source: fc.constantFrom(undefined, "", "Writer"),
    piece: fc.constantFrom(undefined, "text", "answer"),
  })
  .map(({ type, time, summary, failed, source, piece }) => ({
    type,
    group: Object.entries(groups).find(([name]) => name === type)?.[1] ?? "run",
    time,
    summary,
    failed: failed || undefined,
    source,
    piece,
  }));

/** Rows with gaps between some of them, and some sequences twice. */
const step = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(1 / 1024));
const rows = fc.array(fc.tuple(row, step)).map((all) => {
  let sequence = 0;
  return all.map(([each, step]): EventRow => ({ ...each, sequence: (sequence += step) }));
});

function travel(message: HostMessage): HostMessage | undefined {
  return unpackMessage(structuredClone(packMessage(message)), parseOwnJson) as HostMessage | undefined;
}

test("rows arrive unchanged: gaps, invalid times, missing text, failures", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const message: HostMessage = {
        type: "delta",
        batch: 1,
        totals: { eventCount: 1, lastSequence: 1 },
        story: [],
        rows: all,
      };
      expect(travel(message)).toEqual(message);
    }),
  );
});

test("numbers arrive with their digits; a message without such numbers isn't searched for them", () => {
  const message = (value: unknown): HostMessage => {
    const sent = { type: "loading" as const, runId: "r", value };
    return sent;
  };
  const text = '{"a":[12345678901234567890,1.0,-0,NaN,7],"text":"1.0"}';
  const arrived = travel(message(parseJson(text)));
  expect(stringifyJson((arrived as unknown as { value: unknown }).value)).toBe(text);
  expect(packMessage(message({ a: 7, text: "1.0" }))).not.toHaveProperty("exact");
});

test("every other message arrives unchanged, whatever its texts contain", () => {
  const text = '\ud83d\u0000\u202e"{packed}\\ 😀 é';
  const messages: HostMessage[] = [
    { type: "loading", runId: text },
    { type: "event", sequence: 3, json: text, length: 9 },
    { type: "pastRows", sequence: 3, rows: [{ sequence: 3, type: text, group: "other", summary: text }] },
    { type: "found", query: text, sequences: [1, 2], done: true, unsearched: 0 },
    { type: "places", places: { tab: text, places: { [text]: text } } },
  ];
  expect(messages.map(travel)).toEqual(messages);
});

test("the bytes have memory of their own: VS Code sends all of it", () => {
  const message: HostMessage = { type: "pastRows", sequence: 3, rows: [{ sequence: 3, type: "x", group: "other" }] };
  const { buffer, byteLength } = packMessage(message).packed;
  expect(buffer.byteLength).toBe(byteLength);
});

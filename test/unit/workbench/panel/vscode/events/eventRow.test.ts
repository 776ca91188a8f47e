import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { EventLog } from "#runs/live/eventLog.ts";
import { eventRow, traceRow } from "#workbench/panel/vscode/events/eventRow.ts";

const delta = { type: "agent.output.delta", data: { delta: "x" } };

test("events of an unknown form are rows of their own, also from one node", () => {
  const events = ["page 1 read", "card number in the output", "page 2 read"].flatMap((note, index): RunEvent[] => [
    { type: "run.data", sequence: 2 * index + 1, data: { note } },
    { type: "run.data", sequence: 2 * index + 2, data: { note, again: true } },
  ]);
  const node = events.map((event) => ({
    ...event,
    data: { entity_id: "n", source: { name: "Crawler" }, data: event.data },
  }));
  for (const event of [...events, ...node]) expect(eventRow(event)).not.toHaveProperty("piece");
});

test("pieces that have left memory fold like those in memory: each node's for itself", () => {
  const senders = ["Writer", "Writer", { name: "Critic" }, "Writer", undefined, undefined, "n".repeat(500), "Writer"];
  const events = senders.map((source, index): RunEvent => ({ ...delta, sequence: index + 1, source }));
  const log = new EventLog({ limit: 1 });
  log.add([...events, { type: "run.completed", sequence: events.length + 1 }]);
  const left = Array.from(log.left, traceRow);
  expect(left.map((row) => ({ ...row, summary: "x" }))).toEqual(events.map(eventRow));
});

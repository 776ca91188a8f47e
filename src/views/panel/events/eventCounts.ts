import type { RunEvent } from "../../../api/schemas.ts";
import type { EventCounts } from "../../../protocol/eventViews.ts";
import type { EventTrace } from "../../../runs/live/eventTraces.ts";
import { saysFailure } from "../../../runs/story/toolCalls.ts";
import { groupOf } from "./eventRow.ts";

export function noEvents(): EventCounts {
  return { text: 0, tools: 0, requests: 0, run: 0, data: 0, other: 0, failed: 0 };
}

export function countTraces(counts: EventCounts, traces: Iterable<EventTrace>): EventCounts {
  return count(counts, traces, ({ failed }) => failed);
}

export function countEvents(counts: EventCounts, events: Iterable<RunEvent>): EventCounts {
  return count(counts, events, saysFailure);
}

function count<T extends { type: string }>(
  counts: EventCounts,
  events: Iterable<T>,
  failed: (event: T) => boolean,
): EventCounts {
  const sum = { ...counts };
  for (const event of events) {
    sum[groupOf(event.type)] += 1;
    if (failed(event)) sum.failed += 1;
  }
  return sum;
}

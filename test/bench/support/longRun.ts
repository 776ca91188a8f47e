import type { RunEvent } from "../../../src/api/schemas.ts";

const first = Date.UTC(2026, 5, 10, 9, 15, 21);
/** Events of an iteration, and between two tool calls. */
const lengths = { iteration: 500, call: 50 };

/** Runs of a single kind of event between start and end. */
export const eventKinds = ["text", "calls", "data"] as const;
export type EventKind = (typeof eventKinds)[number];

/** The events of a run that thinks a lot and calls a tool now and then. */
export function longRun(count: number): RunEvent[] {
  return Array.from({ length: count }, (_, index) => longRunEvent(index + 1, count));
}

/** @param sequence from 1 to `count`, which is the run's end */
export function longRunEvent(sequence: number, count: number, at = first + sequence * 10): RunEvent {
  const event = { id: `event-${sequence}`, sequence, timestamp: new Date(at).toISOString() };
  if (sequence === 1 || sequence === count) {
    const status = sequence === 1 ? "started" : "completed";
    return { ...event, type: `run.${status}`, data: { id: "run", object: "run", status } };
  }
  const iteration = 1 + Math.floor(sequence / lengths.iteration);
  const part = sequence % lengths.call;
  if (part > 1) {
    const object = "agent.reasoning.delta";
    return {
      ...event,
      type: object,
      data: { object, delta: `The customer reports a duplicate charge (${sequence}). `, iteration },
    };
  }
  const call = {
    id: `call-${sequence - part}`,
    object: "agent.tool_call",
    tool: { name: "match_payments", type: "http" },
    iteration,
  };
  const input = { order_id: `ord_${sequence - part}`, window_days: 90 };
  if (part === 0) return { ...event, type: "agent.tool_call.started", data: { ...call, input } };
  return {
    ...event,
    type: "agent.tool_call.completed",
    data: { ...call, input, result: '{"duplicate":true,"confidence":0.98}' },
  };
}

/**
 * An event of a run of one kind: a text in its pieces, calls that begin and end by turns, or `run.data` that nobody knows
 * the shape of.
 */
export function eventOfKind(kind: EventKind, sequence: number, count: number): RunEvent {
  if (sequence === 1 || sequence === count) return longRunEvent(sequence, count);
  const event = { id: `event-${sequence}`, sequence, timestamp: new Date(first + sequence * 10).toISOString() };
  const piece = `The customer reports a duplicate charge (${sequence}). `;
  switch (kind) {
    case "text": {
      const object = "agent.reasoning.delta";
      return { ...event, type: object, data: { object, delta: piece, iteration: 1 } };
    }
    case "calls": {
      const number = sequence - (sequence % 2);
      const call = { id: `call-${number}`, object: "agent.tool_call", tool: { name: "match_payments", type: "http" } };
      const data = {
        ...call,
        iteration: 1 + Math.floor(sequence / lengths.iteration),
        input: { order_id: `ord_${number}`, window_days: 90 },
      };
      if (sequence % 2 === 0) return { ...event, type: "agent.tool_call.started", data };
      return {
        ...event,
        type: "agent.tool_call.completed",
        data: { ...data, result: `{"duplicate":true,"payment":"pay_${number}"}` },
      };
    }
    case "data":
      return {
        ...event,
        type: "run.data",
        data: { progress: sequence, message: `Processed ${sequence} rows`, parts: { of: count, in: [1, 2, 3] } },
      };
  }
}

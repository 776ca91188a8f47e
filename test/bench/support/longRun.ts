import type { RunEvent } from "#api/schemas.ts";

const first = Date.UTC(2026, 5, 10, 9, 15, 21);
/** Events of an iteration, and between two tool calls. */
const lengths = { iteration: 500, call: 50 };

/** The events of a run that thinks a lot and calls a tool now and then. */
export function longRun(count: number): RunEvent[] {
  return [...longRunEvents(count)];
}

/** The same one by one, so that they needn't be in memory together. */
export function* longRunEvents(count: number): Generator<RunEvent> {
  for (let sequence = 1; sequence <= count; sequence++) yield longRunEvent(sequence, count);
}

/** @param sequence from 1 to `count`, which is the run's end */
function longRunEvent(sequence: number, count: number): RunEvent {
  const event = { id: `event-${sequence}`, sequence, timestamp: new Date(first + sequence * 10).toISOString() };
  if (sequence === 1 || sequence === count) {
    const status = sequence === 1 ? "started" : "completed";
    return { ...event, type: `run.${status}`, data: { id: "run", object: "run", status } };
  }
  const iteration = 1 + Math.floor(sequence / lengths.iteration);
  const part = sequence % lengths.call;
  if (part > 1) {
    const object = "agent.reasoning.delta";
    const delta = `The customer reports a duplicate charge (${sequence}). `;
    return { ...event, type: object, data: { object, delta, iteration } };
  }
  const tool = { name: "match_payments", type: "http" };
  const input = { order_id: `ord_${sequence - part}`, window_days: 90 };
  const call = { id: `call-${sequence - part}`, object: "agent.tool_call", tool, iteration, input };
  if (part === 0) return { ...event, type: "agent.tool_call.started", data: call };
  return {
    ...event,
    type: "agent.tool_call.completed",
    data: { ...call, result: '{"duplicate":true,"confidence":0.98}' },
  };
}

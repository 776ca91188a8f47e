import type { AgentContext, Script } from "#sample/agent/steps.ts";

/** For measurements: the script of `{"events": 50000}`. */
export function load(context: AgentContext): Script | undefined {
  const events = readLoad(context.input);
  return events === undefined ? undefined : streamLoad(context, events);
}

const maxEvents = 100_000;

/**
 * The number of events that the input asks for, for measurements: `{"events": 50000}`; `undefined` for an ordinary
 * ticket.
 */
function readLoad(input: Record<string, unknown>): number | undefined {
  const events = input["events"];
  return typeof events === "number" && events > 0 ? Math.min(Math.floor(events), maxEvents) : undefined;
}

/** Streams so many events without a pause, between the first and the last one of the run. */
function* streamLoad(context: AgentContext, events: number): Script {
  for (let index = 0; index < events; index++) {
    const iteration = 1 + Math.floor(index / 1_000);
    yield index % 50 === 49
      ? toolEvent(context, index, iteration)
      : {
          kind: "event",
          after: 0,
          type: "agent.reasoning.delta",
          data: { object: "agent.reasoning.delta", delta: `Row ${index} matches the ledger. `, iteration },
        };
  }
  return { output: { events } };
}

function toolEvent(context: AgentContext, index: number, iteration: number) {
  const tool = { name: "match_payments", type: "python" };
  const id = `call_${context.random.hex(16)}`;
  const data = { id, object: "agent.tool_call", tool, input: { row: index }, result: { duplicate: false }, iteration };
  return { kind: "event", after: 0, type: "agent.tool_call.completed", data } as const;
}

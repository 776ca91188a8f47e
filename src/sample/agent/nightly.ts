import { callTool, say } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";

/** A batch job that works slowly through its tickets, one per iteration. */
export function* nightly(context: AgentContext, tickets: number): Script {
  for (let ticket = 1; ticket <= tickets; ticket++) {
    yield* say(context, ticket, `Ticket ${ticket} of ${tickets}: \`${48_000 + ticket}\`.\n`);
    yield* callTool(context, {
      iteration: ticket,
      name: "classify_ticket",
      type: "model",
      input: { ticket_id: String(48_000 + ticket) },
      result: { category: context.random.pick(["billing", "technical", "account"]), confidence: 0.9 },
      takes: [4_000, 12_000],
    });
    yield { kind: "event", after: 500, type: "run.data", data: { node: "batch", done: ticket, of: tickets } };
  }
  return { output: { tickets, reply: `**${tickets}** tickets were triaged.` } };
}

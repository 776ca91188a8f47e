import { failWith } from "./failures.ts";
import { askPerson } from "./feedback.ts";
import { examine, intake } from "./investigation.ts";
import { approvalLimit, decideRefund } from "./refund.ts";
import { writeReply } from "./reply.ts";
import { say } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";
import { categorize, readTicket } from "./ticket.ts";

/**
 * Triages a support ticket. Fields of the input: `ticket_id`, `ticket_subject`, `ticket_body`, `customer_id`, `amount`,
 * `currency`; `ask: "feedback"` (or `text`, `both`, `notice`, `unknown`), `pause: true` and `fail: true` make it ask,
 * pause and fail.
 */
export function* triage(context: AgentContext): Script {
  const ticket = readTicket(context.input);
  const findings = yield* intake(context, ticket);
  const failure = context.failure ?? ticket.failure;
  if (failure !== undefined) return yield* failWith(context, failure, 2);
  yield* examine(context, ticket, findings);
  if (ticket.pauses) {
    yield { kind: "pause", after: 200, checkpoint: `ckpt_${context.random.hex(12).toUpperCase()}`, lasts: 2_500 };
  }
  const feedback = yield* askPerson(context, ticket);
  const refund = ticket.amount === undefined ? undefined : yield* decideRefund(context, ticket, findings);
  yield* say(context, 4, "The facts are complete. I write the reply: the result first, then what happens next.\n");
  const escalated = (ticket.amount ?? 0) > approvalLimit;
  const output = {
    category: categorize(ticket),
    priority: escalated ? "high" : ticket.amount === undefined ? "low" : "normal",
    escalated,
    ...(refund ? { refund } : {}),
    reply: writeReply(ticket, findings, refund, feedback),
  };
  const written = { node: "output", fields: Object.keys(output) };
  yield { kind: "event", after: 150, type: "run.data", data: written, source: { node: "output" } };
  return { output };
}

import { failWith } from "./failures.ts";
import { askPerson } from "./feedback.ts";
import { examine, type Findings, intake } from "./investigation.ts";
import { approvalLimit, decideRefund, type Refund } from "./refund.ts";
import { say } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";
import { categorize, money, readTicket, type Ticket } from "./ticket.ts";

/**
 * Triages a support ticket. Fields of the input: `ticket_id`, `ticket_subject`, `ticket_body`, `customer_id`, `amount`,
 * `currency`; `ask: "feedback"` (or `text`), `pause: true` and `fail: true` make it ask,
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
  const last = ticket.asks === undefined && ticket.amount === undefined ? 3 : 4;
  yield* say(
    context,
    last,
    "The facts are complete. I'll write the reply: the result first, then what happens next.\n",
  );
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

/** The reply to the customer, in Markdown. */
function writeReply(ticket: Ticket, findings: Findings, refund: Refund | undefined, feedback: string): string {
  const [firstName = "there"] = findings.customerName.split(" ");
  const remark = feedback === "" ? "" : `\n\n> Written as asked: ${feedback}`;
  return `Hello ${firstName},\n\n${answer(ticket, findings, refund)}\n\nKind regards,\nSupport${remark}\n`;
}

function answer(ticket: Ticket, { orderId }: Findings, refund: Refund | undefined): string {
  if (refund) {
    return (
      "you were charged twice, and the second charge was our mistake. Here is what happens now:\n\n" +
      `- **${money(refund.amount, refund.currency)}** goes back to your card,\n` +
      "- it shows up within 3 to 5 working days,\n" +
      `- order \`${orderId}\` and your next invoice are not affected.`
    );
  }
  if (ticket.amount !== undefined) {
    return (
      `we looked at the charges of \`${orderId}\` and cannot refund ${money(ticket.amount, ticket.currency)}. ` +
      "A colleague will write to you today and explain what we saw."
    );
  }
  return (
    `thank you for your question about *${ticket.subject}*. In short:\n\n` +
    `1. your order \`${orderId}\` is in good order,\n2. there is nothing you need to do.`
  );
}

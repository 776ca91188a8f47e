import { isFields } from "#base/json/fieldsOf.ts";
import { failWith } from "./failures.ts";
import { askPerson } from "./feedback.ts";
import { examine, type Findings, intake } from "./investigation.ts";
import { say, callTool } from "./speech.ts";
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
  return `Hello ${firstName},\n\n${answerText(ticket, findings, refund)}\n\nKind regards,\nSupport${remark}\n`;
}

function answerText(ticket: Ticket, { orderId }: Findings, refund: Refund | undefined): string {
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

/** Above this amount, in any currency, a person decides. */
const approvalLimit = 500;

interface Refund {
  id: string;
  amount: number;
  currency: string;
  charge_id: string;
}

/**
 * Iteration 3 of a ticket about money: refunds up to the limit, and asks a person above it. `undefined` when rejected.
 */
function* decideRefund(context: AgentContext, ticket: Ticket, findings: Findings): Script<Refund | undefined> {
  const limit = money(approvalLimit, ticket.currency);
  const asked = ticket.amount ?? 0;
  const sum = money(asked, ticket.currency);
  yield* say(context, 3, `The charge \`${findings.chargeId}\` is final at the provider, so a refund is due.\n`);
  if (asked <= approvalLimit) {
    const prompt = `Refund of ${sum} is within the limit of ${limit}. No approval needed.`;
    const notice = { id: context.random.uuid(), action: "info", prompt };
    yield { kind: "event", after: 150, type: "agent.human_feedback.requested", data: notice };
    return yield* issueRefund(context, ticket, findings, asked);
  }
  yield* say(context, 3, `${sum} is above the limit of ${limit}: I'll ask for approval.\n`);
  const approved = yield* askApproval(context, ticket, asked);
  if (approved === undefined) {
    yield* say(context, 3, "The refund was **rejected**. I'll tell the customer why, without blame.\n");
    return undefined;
  }
  yield* say(context, 3, `The refund of ${money(approved, ticket.currency)} was approved. I'll issue it now.\n`);
  return yield* issueRefund(context, ticket, findings, approved);
}

/** The approved amount, which the person may have changed; `undefined` when they rejected. */
function* askApproval(context: AgentContext, ticket: Ticket, amount: number): Script<number | undefined> {
  const answer = yield {
    kind: "ask",
    after: 200,
    type: "approval_request.created",
    checkpoint: `ckpt_${context.random.hex(12).toUpperCase()}`,
    request: {
      id: context.random.uuid(),
      type: "approval_request",
      prompt: `Approve issuing a ${money(amount, ticket.currency)} refund to ${ticket.customerId}?`,
      params: { amount, currency: ticket.currency },
      editable_params: ["amount"],
    },
  };
  if (answer?.type !== "approval" || !answer.approved) return undefined;
  const edited = isFields(answer.params) ? answer.params["amount"] : undefined;
  return typeof edited === "number" ? edited : amount;
}

function* issueRefund(context: AgentContext, ticket: Ticket, findings: Findings, amount: number): Script<Refund> {
  const order = { amount, currency: ticket.currency, charge_id: findings.chargeId };
  const refund: Refund = { id: `rf_${context.random.hex(16)}`, ...order };
  const result = { id: refund.id, status: "succeeded" };
  const call = { iteration: 3, name: "issue_refund", type: "http", input: order, result };
  yield* callTool(context, { ...call, takes: [1_000, 2_000] });
  return refund;
}

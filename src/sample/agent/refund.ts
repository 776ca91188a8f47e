import { isObject } from "../http/body.ts";
import type { Findings } from "./investigation.ts";
import { callTool, say } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";
import { money, type Ticket } from "./ticket.ts";

/** Above this amount, in any currency, a person decides. */
export const approvalLimit = 500;

export interface Refund {
  id: string;
  amount: number;
  currency: string;
  charge_id: string;
}

/**
 * Iteration 3 of a ticket about money: refunds up to the limit, and asks a person above it. `undefined` when rejected.
 */
export function* decideRefund(context: AgentContext, ticket: Ticket, findings: Findings): Script<Refund | undefined> {
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
  const edited = isObject(answer.params) ? answer.params["amount"] : undefined;
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

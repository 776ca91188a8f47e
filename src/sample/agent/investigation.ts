import { callTool, say } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";
import { money, type Ticket } from "./ticket.ts";

/** The agent's findings about a ticket. */
export interface Findings {
  customerName: string;
  orderId: string;
  chargeId: string;
}

/** Iteration 1: who wrote, and what did they buy? */
export function* intake(context: AgentContext, ticket: Ticket): Script<Findings> {
  const { random } = context;
  const findings: Findings = {
    customerName: random.pick(["Dana Whitfield", "Amir Haddad", "Lena Fischer", "Tom Okafor", "Mei Tanaka"]),
    orderId: `ord_${random.hex(24).toUpperCase()}`,
    chargeId: `ch_${random.hex(24)}`,
  };
  yield* say(
    context,
    1,
    `The customer writes about **${ticket.subject}**. I will look up the account first, then the orders of the last ` +
      "90 days, before I decide anything about money.\n",
  );
  yield* callTool(context, {
    iteration: 1,
    name: "lookup_customer",
    type: "http",
    input: { customer_id: ticket.customerId },
    result: { name: findings.customerName, plan: "Pro", orders: 3, since: "2023-02-11" },
  });
  yield* callTool(context, {
    iteration: 1,
    name: "search_orders",
    type: "sql",
    input: { customer_id: ticket.customerId, days: 90 },
    result: { orders: [{ id: findings.orderId, total: ticket.amount ?? 49, state: "settled" }], more: false },
    asText: true,
  });
  yield* classifyAttachments(context);
  return findings;
}

function* classifyAttachments(context: AgentContext): Script<void> {
  for (const file of context.files) {
    yield* say(context, 1, `There is an attachment, \`${file.name}\`. Let me see what it is.\n`);
    yield* callTool(context, {
      iteration: 1,
      name: "classify_attachment",
      type: "model",
      input: { name: file.name, mime_type: file.mimeType, size: file.size },
      result: { kind: file.mimeType.startsWith("image/") ? "receipt" : "document", confidence: 0.97, legible: true },
      asText: true,
    });
  }
}

/** Iteration 2: is the claim true, and what does the policy say? */
export function* examine(context: AgentContext, ticket: Ticket, findings: Findings): Script<void> {
  const { orderId, chargeId } = findings;
  yield* say(context, 2, describePlan(ticket, orderId));
  yield* callTool(context, {
    iteration: 2,
    name: "get_policy",
    type: "knowledge",
    input: { topic: ticket.amount === undefined ? "answers" : "refunds", region: "US" },
    result: { limit_usd: 500, above: "approval", source: "policy/refunds-us.md" },
    asText: true,
    takes: [400, 700],
  });
  const ledger = { node: "ledger", rows: 214, cached: false };
  yield { kind: "event", after: 90, type: "run.data", data: ledger, source: { node: "ledger" } };
  if (ticket.amount === undefined) return;
  yield* callTool(context, {
    iteration: 2,
    name: "match_payments",
    type: "python",
    input: { order_id: orderId, charges: [`ch_${context.random.hex(24)}`, chargeId] },
    progress: ["Read 214 ledger rows.\n", "Compared 2 charges: same amount, 4 minutes apart.\n"],
    result: {
      duplicate: true,
      confidence: 0.98,
      evidence: [{ charge: chargeId, state: "settled", amount: ticket.amount }],
    },
    takes: [1_200, 2_000],
  });
  const score = { score: 0.07, threshold: 0.6, signals: ["known_device", "account_age"], model: "fraud-2026-05" };
  const source = { node: "fraud", vendor: "acme" };
  yield { kind: "event", after: 120, type: "vendor.fraud_score.v2", data: score, source };
}

function describePlan(ticket: Ticket, orderId: string): string {
  if (ticket.amount === undefined) {
    return (
      `No money is asked for. The newest order is \`${orderId}\`, and nothing about it is open. ` +
      "I'll check the policy for:\n\n- what we may promise,\n- which team answers this kind of ticket.\n"
    );
  }
  return (
    `Two charges exist for order \`${orderId}\`, four minutes apart, with the same amount. That is ` +
    "consistent with a duplicate, but the payment provider may have voided one of them already. " +
    "I'll compare three things:\n\n" +
    "- the `idempotency_key` of each charge,\n- the settlement state at the provider,\n" +
    `- whether the refund policy allows ${money(ticket.amount, ticket.currency)} without a person.\n`
  );
}

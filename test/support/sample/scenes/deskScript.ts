import { Random } from "../../../../src/sample/agent/random.ts";
import { callTool, say, type ToolCall } from "../../../../src/sample/agent/speech.ts";
import type { AgentContext, Script } from "../../../../src/sample/agent/steps.ts";
import { money } from "../../../../src/sample/agent/ticket.ts";
import { isObject } from "../../../../src/sample/http/body.ts";
import { type DeskTool, deskTools, type Drift } from "./drift.ts";

/** Above this amount, in US dollars, a person decides. */
const approvalAmount = 500;
const regions = ["EU", "UK", "APAC", "CA"] as const;
const extraTools = ["check_limit", "search_tickets", "read_ledger", "send_survey"] as const;
const wordings = [
  "Your money is on its way back.",
  "All settled: you get it back within five days.",
  "We put this right today.",
] as const;

interface Ticket {
  id: number;
  customer: string;
  amount: number;
}

/**
 * The refund desk, an agent for golden tests: the same ticket gets the same calls, words and ids, unless its version
 * drifts. Fields of the input: `desk: "refunds"`, `ticket`, `customer`, `message`, `amount`.
 */
export function deskScript(context: AgentContext, drift?: Drift): Script | undefined {
  return context.input["desk"] === "refunds" ? refunds(context, readTicket(context.input), drift) : undefined;
}

function* refunds({ input, files, random }: AgentContext, ticket: Ticket, drift: Drift | undefined): Script {
  // All that this ticket brings is the same in each run, but for the id of what a person is asked.
  const fixed = new Random(ticket.id);
  const context: AgentContext = { input, files, random: fixed };
  const calls = callsOf(ticket, fixed, drift);
  yield* say(context, 1, "I'll look at the customer, the orders and the policy before I decide.\n");
  for (const call of orderOf(drift)) {
    if (call === "issue_refund") {
      const approved = ticket.amount <= approvalAmount || (yield* askApproval(random.uuid(), ticket));
      if (!approved) return { output: { category: "billing", reply: "A person decided against a refund." } };
    }
    if (drift?.kind === "extraCall" && drift.tool === call) yield* callTool(context, extraCall(ticket, drift));
    if (drift?.kind === "missingStep" && drift.tool === call) continue;
    yield* callTool(context, calls[call]);
  }
  yield* say(context, 2, "The facts are complete. I'll write the reply.\n");
  const amount = amountOf(ticket, drift);
  return { output: { category: "billing", refund: { amount, currency: "USD" }, reply: replyOf(amount, drift) } };
}

function orderOf(drift: Drift | undefined): readonly DeskTool[] {
  if (drift?.kind !== "order") return deskTools;
  const at = deskTools.indexOf(drift.tool);
  return deskTools.flatMap((tool, index) => {
    if (index === at) return deskTools.slice(at + 1, at + 2);
    return index === at + 1 ? [drift.tool] : [tool];
  });
}

function callsOf(ticket: Ticket, fixed: Random, drift: Drift | undefined): Record<DeskTool, ToolCall> {
  const charge = `ch_${fixed.hex(16)}`;
  const calls: Record<DeskTool, Pick<ToolCall, "type" | "input" | "result">> = {
    lookup_customer: {
      type: "http",
      input: { customer_id: ticket.customer, fields: "plan" },
      result: { plan: "Pro", since: "2023-02-11" },
    },
    search_orders: {
      type: "sql",
      input: { customer_id: ticket.customer, days: 90 },
      result: { orders: 2, charges: [charge], same_amount: true },
    },
    get_policy: {
      type: "knowledge",
      input: { topic: "refunds", region: "US" },
      result: { limit_usd: approvalAmount, above: "approval" },
    },
    issue_refund: {
      type: "http",
      input: { amount: amountOf(ticket, drift), currency: "USD", charge_id: charge },
      result: { status: "succeeded" },
    },
  };
  const entries = deskTools.map((name) => {
    const { input, ...rest } = calls[name];
    const isOther = drift?.kind === "argument" && drift.tool === name;
    const takes = drift?.kind === "slow" && drift.tool === name ? ([90_000, 120_000] as const) : ([400, 900] as const);
    return [name, { name, iteration: 1, ...rest, input: isOther ? otherInput(name, input, drift) : input, takes }];
  });
  return Object.fromEntries(entries) as Record<DeskTool, ToolCall>;
}

/** The arguments with one of them changed. */
function otherInput(tool: DeskTool, input: unknown, { chance }: Drift): unknown {
  const others: Record<DeskTool, Record<string, unknown>> = {
    lookup_customer: { fields: "plan,orders" },
    search_orders: { days: chance < 0.5 ? 30 : 365 },
    get_policy: { region: pick(regions, chance) },
    issue_refund: { currency: chance < 0.5 ? "EUR" : "GBP" },
  };
  return { ...(isObject(input) ? input : {}), ...others[tool] };
}

function extraCall({ customer }: Ticket, { chance }: Drift): ToolCall {
  const input = { customer_id: customer };
  return { name: pick(extraTools, chance), iteration: 1, type: "http", input, result: { ok: true }, takes: [200, 300] };
}

function amountOf({ amount }: Ticket, drift: Drift | undefined): number {
  return drift?.kind === "number" ? amount + 20 + Math.floor(drift.chance * 10) * 20 : amount;
}

function replyOf(amount: number, drift: Drift | undefined): string {
  if (drift?.kind === "wording") return pick(wordings, drift.chance);
  return `We are sorry for the double charge. A refund of ${money(amount, "USD")} was issued today.`;
}

function* askApproval(id: string, { amount, customer }: Ticket): Script<boolean> {
  const prompt = `Approve issuing a ${money(amount, "USD")} refund to ${customer}?`;
  const request = { id, type: "approval_request", prompt, params: { amount }, editable_params: [] };
  const answer = yield { kind: "ask", after: 200, type: "approval_request.created", request };
  return answer?.type === "approval" && answer.approved;
}

function readTicket(input: Record<string, unknown>): Ticket {
  const { ticket, customer, amount } = input;
  return {
    id: typeof ticket === "number" && Number.isInteger(ticket) ? ticket : 48_213,
    customer: typeof customer === "string" ? customer : "customer-7421",
    amount: typeof amount === "number" && amount > 0 ? amount : 480,
  };
}

function pick<T>(list: readonly [T, ...T[]], chance: number): T {
  return list[Math.floor(chance * list.length)] ?? list[0];
}

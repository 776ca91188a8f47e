import { Random } from "./random.ts";
import { callTool, say, type ToolCall } from "./speech.ts";
import type { AgentContext, Script } from "./steps.ts";
import { money } from "./ticket.ts";

/** Above this amount, in US dollars, a person decides. */
const approvalAmount = 500;

interface DeskTicket {
  id: number;
  customer: string;
  /** In US dollars. */
  amount: number;
}

/** How a version of the desk behaves. */
export interface DeskVersion {
  /** The calls that it makes, of those that the ticket needs. */
  calls(calls: readonly ToolCall[]): readonly ToolCall[];
  /** What it pays back. */
  amount(amount: number): number;
  /** What it writes to the customer. */
  reply(reply: string): string;
}

const correctVersion: DeskVersion = { calls: (calls) => calls, amount: (amount) => amount, reply: (reply) => reply };

/**
 * The refund desk, an agent for golden tests: the same ticket gets the same calls, words and ids. Fields of the input:
 * `desk: "refunds"`, `ticket`, `customer`, `message`, `amount`.
 */
export function* deskScript({ input, files, random }: AgentContext, version = correctVersion): Script {
  const ticket = readTicket(input);
  // All that this ticket brings is the same in each run, but for the id of what a person is asked.
  const fixed = new Random(ticket.id);
  const context: AgentContext = { input, files, random: fixed };
  const amount = version.amount(ticket.amount);
  const calls = callsOf(ticket, amount, `ch_${fixed.hex(16)}`);
  yield* say(context, 1, "I'll look at the customer, the orders and the policy before I decide.\n");
  for (const call of version.calls(calls)) {
    if (call.name === "issue_refund" && ticket.amount > approvalAmount) {
      const isApproved = yield* askApproval(random.uuid(), ticket);
      if (!isApproved) return { output: { category: "billing", reply: "A person decided against a refund." } };
    }
    yield* callTool(context, call);
  }
  yield* say(context, 2, "The facts are complete. I'll write the reply.\n");
  const reply = `We are sorry for the double charge. A refund of ${money(amount, "USD")} was issued today.`;
  return { output: { category: "billing", refund: { amount, currency: "USD" }, reply: version.reply(reply) } };
}

function callsOf({ customer }: DeskTicket, amount: number, charge: string): ToolCall[] {
  const calls: Pick<ToolCall, "name" | "type" | "input" | "result">[] = [
    {
      name: "lookup_customer",
      type: "http",
      input: { customer_id: customer, fields: "plan" },
      result: { plan: "Pro", since: "2023-02-11" },
    },
    {
      name: "search_orders",
      type: "sql",
      input: { customer_id: customer, days: 90 },
      result: { orders: 2, charges: [charge], same_amount: true },
    },
    {
      name: "get_policy",
      type: "knowledge",
      input: { topic: "refunds", region: "US" },
      result: { limit_usd: approvalAmount, above: "approval" },
    },
    {
      name: "issue_refund",
      type: "http",
      input: { amount, currency: "USD", charge_id: charge },
      result: { status: "succeeded" },
    },
  ];
  return calls.map((call) => ({ ...call, iteration: 1, takes: [400, 900] }));
}

function* askApproval(id: string, { amount, customer }: DeskTicket): Script<boolean> {
  const prompt = `Approve issuing a ${money(amount, "USD")} refund to ${customer}?`;
  const request = { id, type: "approval_request", prompt, params: { amount }, editable_params: [] };
  const answer = yield { kind: "ask", after: 200, type: "approval_request.created", request };
  return answer?.type === "approval" && answer.approved;
}

function readTicket({ ticket, customer, amount }: Record<string, unknown>): DeskTicket {
  return {
    id: typeof ticket === "number" && Number.isInteger(ticket) ? ticket : 48_213,
    customer: typeof customer === "string" ? customer : "customer-7421",
    amount: typeof amount === "number" && amount > 0 ? amount : 480,
  };
}

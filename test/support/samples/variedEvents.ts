import type { RunEvent } from "../../../src/api/schemas.ts";
import { Random } from "../../../src/sample/agent/random.ts";

const words = [
  "charge ",
  "**refund** ",
  "Überweisung ",
  "客户 ",
  "👩‍💻 ",
  "`code` ",
  "naïve ",
  "\n\n",
  "\u202eright to left\u202c ",
  "<b>no tag</b> ",
] as const;
const first = Date.UTC(2026, 5, 10, 9, 15, 21);

/**
 * Events of a run as a long one has them, of every kind that is known and of some that are not, which a seed decides.
 */
export function variedEvents(count: number, seed: number): RunEvent[] {
  const random = new Random(seed);
  const running: { id: string; name: string; iteration: number }[] = [];
  let iteration = 1;
  const text = (): string => Array.from({ length: random.integer(1, 5) }, () => random.pick(words)).join("");
  const next = (): Pick<RunEvent, "type" | "data"> => {
    const dice = random.integer(1, 100);
    if (dice <= 2) iteration += 1;
    if (dice <= 70) {
      const type = random.pick([
        "agent.reasoning.delta",
        "agent.reasoning.delta",
        "agent.answer.delta",
        "vendor.log.delta",
      ]);
      return { type, data: { object: type, delta: text(), iteration } };
    }
    if (dice <= 80) {
      const call = { id: random.uuid(), name: random.pick(["match_payments", "lookup", "search_orders"]), iteration };
      running.push(call);
      return { type: "agent.tool_call.started", data: callData(call, { input: { query: text(), n: dice } }) };
    }
    const call = running[0];
    if (dice <= 90 && call) {
      running.shift();
      const result = random.pick([JSON.stringify({ found: text() }), '{"error":"limit_exceeded"}', text()]);
      return { type: "agent.tool_call.completed", data: callData(call, { result }) };
    }
    if (dice <= 92)
      return {
        type: "approval_request.created",
        data: { id: random.uuid(), prompt: text(), params: { amount: dice }, editable_params: ["amount"] },
      };
    if (dice <= 93) return { type: "run.paused", data: { checkpoint_id: random.hex(8) } };
    if (dice <= 94) return { type: "run.resumed", data: {} };
    return {
      type: random.pick(["vendor.fraud_score.v2", "run.data", "brand.new"]),
      data: { score: random.next(), text: text() },
    };
  };
  return Array.from({ length: count }, (_, index): RunEvent => {
    const { type, data } = index === 0 ? start : index === count - 1 ? end : next();
    // In the order in which the client's schema has them.
    return {
      id: random.uuid(),
      type,
      sequence: index + 1,
      timestamp: new Date(first + index * 40).toISOString(),
      data,
    };
  });
}

const start = { type: "run.started", data: { id: "r1", object: "run", status: "started" } };
const end = { type: "run.completed", data: { id: "r1", object: "run", status: "completed" } };

function callData({ id, name, iteration }: { id: string; name: string; iteration: number }, rest: object): object {
  return { id, object: "agent.tool_call", tool: { name, type: "function" }, iteration, ...rest };
}

import type { FailureFacts, RunFacts } from "#runs/facts/runFacts.ts";
import { seededNumbers } from "./seededRuns.ts";

const day = 24 * 3_600_000;
/** The time of the sample: Wednesday 25 November 2026, 17:04 in UTC. */
export const sampleNow = Date.UTC(2026, 10, 25, 17, 4);
/** When version 42 of the sample was deployed. */
export const sampleSplit = Date.UTC(2026, 10, 24, 14);

const causes = {
  gateway: (n: number) =>
    error("payment_gateway_timeout", "issue_refund", `The payment gateway did not answer within ${20 + n} s`),
  token: (n: number) =>
    error("HTTPStatusError", "Update CRM", `401 from the CRM: the access token expired on 2026-11-${10 + (n % 15)}`),
  limit: (n: number) => error("RateLimitError", "get_shipment", `429, retry after ${n} s`),
  date: (n: number) => error("bad_request", "search_orders", `Field "from" must be a date, got "day ${n}"`),
  loops: (n: number) => error("MaxLoopsExceededException", "Refund agent", `No answer after ${5 + n} iterations`),
} as const;

/** Fourteen days of an app whose version 42, deployed on the last afternoon but one, made refunds fail. */
export function sampleFacts(): RunFacts[] {
  const random = seededNumbers(42);
  const facts: RunFacts[] = [];
  for (let back = 13; back >= 0; back--) {
    const from = Date.UTC(2026, 10, 25 - back);
    const isWeekend = [0, 6].includes(new Date(from).getUTCDay());
    const count = (isWeekend ? 40 : 95) + Math.floor(random() * 14);
    const until = Math.min(from + day, sampleNow);
    for (let n = 0; n < count; n++) facts.push(sampleRun(facts.length, from + ((until - from) * n) / count, random));
  }
  return facts;
}

function sampleRun(n: number, startedAt: number, random: () => number): RunFacts {
  const isAfter = startedAt >= sampleSplit;
  const failure = random() < (isAfter ? 0.16 : 0.035) ? failureOf(n, isAfter, random) : undefined;
  const status = failure ? "failed" : random() < 0.015 ? "canceled" : random() < 0.012 ? "awaiting_input" : "completed";
  const asks = random() < 0.14;
  const wait = asks && status !== "awaiting_input" ? 20_000 + 400_000 * random() ** 4 * 20 : undefined;
  const work = 6_000 + 16_000 * random() + (random() < (isAfter ? 0.14 : 0.06) ? 35_000 * random() : 0);
  const calls = (name: string, most: number, slow: number, fails: boolean) => ({
    name,
    calls: 1 + (n % most),
    failed: fails ? 1 : 0,
    unfinished: 0,
    durations: Array.from({ length: 1 + (n % most) }, () => slow * (0.2 + random())),
  });
  return {
    id: `8c2c8e2e-0000-4000-8000-${String(n).padStart(12, "0")}`,
    status,
    startedAt,
    endedAt: status === "awaiting_input" ? undefined : startedAt + work + (wait ?? 0),
    user: `customer-${n % 7 === 0 ? 7421 : n % 318}`,
    title: failure ? `Ticket ${48_000 + n}: charged twice` : `Where is order ${70_000 + n}?`,
    ...(failure ? { error: failure } : {}),
    tools: [
      calls("match_payments", 1, 18_000, false),
      calls("issue_refund", 1, 9_000, failure?.place === "issue_refund"),
      calls("get_shipment", 2, 3_000, failure?.place === "get_shipment"),
      calls("search_orders", 2, 2_500, failure?.place === "search_orders"),
      calls("lookup_customer", 1, 900, false),
    ],
    nodes: [{ name: "Evidence agent", status: "success", duration: work * 0.6 }],
    waits: wait === undefined ? [] : [wait],
    waited: wait,
    unanswered: status === "awaiting_input" ? 1 : 0,
    hasEvents: true,
  };
}

function failureOf(n: number, isAfter: boolean, random: () => number): FailureFacts {
  const kinds = isAfter ? (["gateway", "gateway", "token", "limit"] as const) : (["limit", "date", "loops"] as const);
  return causes[kinds[Math.floor(random() * kinds.length)]!](n % 40);
}

function error(type: string, place: string, message: string): FailureFacts {
  return { type, place, message };
}

import type { Run, RunEvent } from "../../../src/api/schemas.ts";

/** Random numbers that are the same in each measurement. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const syllables = "ka lo mi ren ta vos quin del bar nu shi go pra fel ost wen ju cas ti mo".split(" ");
const tools = [
  "find_order",
  "issue_refund",
  "draft_refund",
  "read_ledger",
  "send_mail",
  "update_crm",
  "search_web",
  "track_parcel",
];

/** Words of a made-up language: a few are in almost every text, most are rare. */
function wordOf(random: () => number): string {
  const rank = Math.floor(20_000 ** random());
  const parts = [rank % 20, Math.floor(rank / 20) % 20, Math.floor(rank / 400) % 20, Math.floor(rank / 8_000)];
  return parts.map((part) => syllables[part % 20]).join("");
}

function sentence(random: () => number, words: number): string {
  return Array.from({ length: words }, () => wordOf(random)).join(" ");
}

export interface BenchRun {
  run: Run;
  events: RunEvent[];
}

/** A run with so many events: what a model says word by word, tool calls with input and result, and unknown data. */
export function benchRun(number: number, count: number, start: number): BenchRun {
  const random = randomNumbers(number + 1);
  const events: RunEvent[] = [];
  const add = (type: string, data: unknown): void => {
    const sequence = events.length + 1;
    const timestamp = new Date(start + sequence * 20).toISOString();
    events.push({ id: `event-${number}-${sequence}`, type, sequence, timestamp, data });
  };
  const id = `run-${number}`;
  add("run.started", { id, object: "run", status: "started" });
  for (let iteration = 1; events.length < count - 1; iteration++) {
    const pieces = Math.min(30, count - 1 - events.length);
    for (let piece = 0; piece < pieces; piece++) {
      add("agent.reasoning.delta", { object: "agent.reasoning.delta", delta: `${sentence(random, 2)} `, iteration });
    }
    if (events.length > count - 5) continue;
    const call = `call-${number}-${iteration}`;
    const tool = { name: tools[Math.floor(random() * tools.length)], type: "function" };
    const input = {
      amount: Math.floor(random() * 3_000),
      order: Math.floor(random() * 1e6),
      note: sentence(random, 4),
    };
    add("agent.tool_call.started", { id: call, object: "agent.tool_call", tool, input, iteration });
    const result = JSON.stringify({ state: random() < 0.9 ? "done" : "refused", text: sentence(random, 25) });
    add("agent.tool_call.completed", { id: call, object: "agent.tool_call", tool, input, result, iteration });
    add("run.data", { progress: iteration, message: sentence(random, 6) });
  }
  const failed = random() < 0.1;
  const error = { type: "GatewayTimeout", message: `${sentence(random, 3)} didn't respond` };
  add(failed ? "run.failed" : "run.completed", { id, object: "run", status: failed ? "failed" : "completed" });
  const run: Run = {
    id,
    status: failed ? "failed" : "completed",
    started_at: new Date(start).toISOString(),
    ended_at: new Date(start + count * 20).toISOString(),
    input: {
      ticket_subject: sentence(random, 5),
      amount: Math.floor(random() * 3_000),
      currency: random() < 0.7 ? "USD" : "EUR",
    },
    output: failed ? null : { category: random() < 0.3 ? "billing" : "shipping", answer: sentence(random, 20) },
    error: failed ? error : undefined,
    user_id: `customer-${Math.floor(random() * 300)}`,
  };
  return { run, events };
}

import type { Random } from "../../../src/sample/agent/random.ts";
import { type Cut, type Fault, type OtherAnswer, answerText, apiError } from "../fault.ts";

type Kind = "replay" | "latency" | "drip" | "insert" | "length" | "other" | Cut["how"];

/** Silences take time to notice, so they are rarer than the rest. */
const kinds: readonly [Kind, ...Kind[]] = [
  "latency",
  "drip",
  "insert",
  "length",
  "reset",
  "reset",
  "close",
  "close",
  "stall",
  "other",
  "other",
  "other",
];
/** Faults after which a stream goes on are the ones to look at. */
const streamKinds: readonly [Kind, ...Kind[]] = [
  "replay",
  "drip",
  "reset",
  "reset",
  "reset",
  "close",
  "close",
  "close",
  "stall",
  "other",
];

/** How long a call's request and its answer are, about, in bytes. */
export interface Sizes {
  request: number;
  answer: number;
  isStream?: boolean;
}

export function randomFault(random: Random, sizes: Sizes): Fault {
  const kind = random.pick(sizes.isStream ? streamKinds : kinds);
  const side = random.pick<Cut["side"]>(["request", "answer", "answer"]);
  const after = random.integer(0, sizes[side]);
  switch (kind) {
    case "replay":
      return { kind };
    case "latency":
      return { kind, ms: random.integer(1, 30) };
    case "drip":
      return { kind, after, bytes: random.integer(64, 700), everyMs: random.integer(1, 3) };
    case "insert":
      // With a character that JSON never holds: what reads as well as before, nobody can find out.
      return { kind, after, text: "\u0000garbage\n\n" };
    case "length":
      return { kind, by: random.pick([-20, -1, 1, 20]) };
    case "other":
      return randomAnswer(random);
    case "reset":
    case "close":
    case "stall":
      return { kind: "cut", side, after, how: kind };
  }
}

const page = "<html><h1>Bad Gateway</h1></html>";
const html = { "content-type": "text/html" };

function randomAnswer(random: Random): OtherAnswer {
  const refusal = (text: string): OtherAnswer => ({ kind: "other", text });
  /** The response doesn't say whether the request took effect, so the app may have got it. */
  const vague = (text: string): OtherAnswer => ({ kind: "other", text, reachesApp: random.next() < 0.5 });
  const later = {
    "retry-after": random.pick(["0", "5", "Fri, 31 Dec 2100 23:59:59 GMT", "1e9", "99999999999999999999"]),
  };
  return random.pick([
    refusal(answerText("429 Too Many Requests", "", later)),
    refusal(apiError("429 Too Many Requests", { code: "slow_down", message: "Slow down" })),
    refusal(apiError("500 Internal Server Error", { code: "internal_error", message: "Oops" })),
    refusal(answerText("503 Service Unavailable", page, { ...html, ...later })),
    refusal(answerText("302 Found", "", { location: "{elsewhere}/v1/runs" })),
    refusal(answerText("308 Permanent Redirect", "", { location: "{elsewhere}/v1/runs" })),
    vague(answerText("502 Bad Gateway", page, html)),
    vague(answerText("504 Gateway Timeout", "")),
    vague(answerText("200 OK", page, html)),
    vague(answerText("200 OK", "")),
    vague(answerText("200 OK", '{"data":{}}', { "content-type": "application/json" })),
    vague("SSH-2.0-OpenSSH_9.6\r\n"),
    vague("HTTP/1.1 200 OK\r\ncontent-length: 0\r\ncontent-length: 5\r\n\r\nhello"),
    { ...vague("HTTP/1.1 200 OK\r\nx-long: "), flood: { piece: "a".repeat(4_096), times: 50 } },
    { ...vague(""), flood: { piece: "HTTP/1.1 103 Early Hints\r\n\r\n", times: 40 } },
  ]);
}

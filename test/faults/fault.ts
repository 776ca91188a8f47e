/**
 * What happens on one connection between a client and an app. Only data, so that a schedule of faults can be printed
 * and replayed.
 */
export type Fault =
  | { kind: "none" }
  /** Nothing passes for so many milliseconds, then everything. */
  | { kind: "latency"; ms: number }
  | Cut
  /** The response arrives so many bytes at a time, so many milliseconds apart, once `after` bytes of it have passed. */
  | { kind: "drip"; after: number; bytes: number; everyMs: number }
  /** A foreign text is in the middle of the response. */
  | { kind: "insert"; after: number; text: string }
  /** The response's Content-Length is wrong by so many bytes. */
  | { kind: "length"; by: number }
  /** A stream starts again from its first event: delivery is at least once. */
  | { kind: "replay" }
  | OtherAnswer;

/**
 * The connection ends once `after` bytes of one side have passed. If stalled, it stays open and nothing more is sent.
 */
export interface Cut {
  kind: "cut";
  side: "request" | "answer";
  after: number;
  how: "reset" | "close" | "stall";
}

/** Somebody else responds, once the request has arrived. */
export interface OtherAnswer {
  kind: "other";
  /** What is sent, from the status line on. */
  text: string;
  /** What follows it, again and again: `times` pieces, for answers that are too long to be written down. */
  flood?: { piece: string; encoding?: "base64"; times: number; everyMs?: number };
  /** What comes last. */
  end?: string;
  /** The app got the request, too, and carried it out: only its response is lost. */
  reachesApp?: boolean;
  /** Reads pass: a connection whose first request is a GET reaches the app as it is. */
  only?: "writes";
  /** What becomes of the connection afterwards; it is closed by default. */
  afterwards?: "close" | "stall" | "reset";
}

/** The text of an HTTP answer, with the length that its body has. */
export function answerText(status: string, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ "content-length": String(Buffer.byteLength(body)), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status}\r\n${head}connection: close\r\n\r\n${body}`;
}

/** An error of the Runs API as an answer. */
export function apiError(status: string, error: unknown, headers: Readonly<Record<string, string>> = {}): string {
  return answerText(status, JSON.stringify({ error }), { "content-type": "application/json", ...headers });
}

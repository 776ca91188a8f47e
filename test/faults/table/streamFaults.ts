import { type Fault, answerText, apiError } from "../fault.ts";
import { html, other, page } from "./answerFaults.ts";

/** One way in which the stream of a run's events fails, and its effects. Each row is a test. */
export interface StreamFaultRow {
  what: string;
  where: Fault;
  /** The client has to give up on it, so that its time limit is short here. */
  isEndless?: true;
  /** `again`: it reconnects after the last event, and none is missed or doubled. `stops`: it says why, with *Retry*. */
  outcome: "again" | "stops";
  /** How long each pause is, in milliseconds, if the response says so. */
  waits?: number;
}

const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
const event = (sequence: number): string => `data: {"type":"run.started","sequence":${sequence}}\n\n`;
const kilobytes64 = "a".repeat(64 * 1024);

export const streamFaults: readonly StreamFaultRow[] = [
  {
    what: "The connection is closed in the middle of an event",
    where: { kind: "cut", side: "answer", after: 700, how: "close" },
    outcome: "again",
  },
  {
    what: "The connection is reset in the middle of an event",
    where: { kind: "cut", side: "answer", after: 700, how: "reset" },
    outcome: "again",
  },
  {
    what: "Silence without even a heartbeat, while the connection stays open",
    isEndless: true,
    where: { kind: "cut", side: "answer", after: 700, how: "stall" },
    outcome: "again",
  },
  {
    what: "The stream ends before the run does",
    where: other(head),
    outcome: "again",
  },
  {
    what: "The stream ends in the middle of an event",
    where: other(`${head}data: {"type":"run.st`),
    outcome: "again",
  },
  {
    what: "A comment of 100 MB",
    where: other(`${head}: `, { flood: { piece: kilobytes64, times: 1_600 } }),
    outcome: "again",
  },
  {
    what: "503",
    where: other(answerText("503 Service Unavailable", page, html)),
    outcome: "again",
  },
  {
    what: "429 with Retry-After, which the extension waits",
    where: other(answerText("429 Too Many Requests", "", { "retry-after": "7" })),
    outcome: "again",
    waits: 7_000,
  },
  {
    what: "An event of over 64 MiB, in one line of 100 MB",
    where: other(`${head}data: "`, { flood: { piece: kilobytes64, times: 1_600 } }),
    outcome: "stops",
  },
  {
    what: "An event of over 64 MiB, in many lines",
    where: other(head, { flood: { piece: `data: ${kilobytes64}\n`, times: 1_600 } }),
    outcome: "stops",
  },
  {
    what: "An event with more values than fit into memory",
    where: other(`${head}data: [`, { flood: { piece: "{},".repeat(64 * 1024), times: 200 }, end: "0]\n\n" }),
    outcome: "stops",
  },
  {
    what: "An event that isn't JSON",
    where: other(`${head}${event(1)}data: <html>\n\n`),
    outcome: "stops",
  },
  {
    what: "An event without a sequence at the end of the stream",
    where: other(`${head}data: {"type":"run.started"}\n\n`),
    outcome: "stops",
  },
  {
    what: "A web page",
    where: other(answerText("200 OK", page, html)),
    outcome: "stops",
  },
  {
    what: "401 because the key was revoked meanwhile",
    where: other(apiError("401 Unauthorized", { code: "unauthorized", message: "Unauthorized" })),
    outcome: "stops",
  },
  {
    what: "A redirect",
    where: other(answerText("302 Found", "", { location: "https://login.example.com/start" })),
    outcome: "stops",
  },
];

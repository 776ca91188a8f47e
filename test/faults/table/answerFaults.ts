import { gzipSync } from "node:zlib";
import { type OtherAnswer, answerText } from "../fault.ts";
import type { FaultRow } from "./faultRow.ts";

const json = { "content-type": "application/json" };
export const html = { "content-type": "text/html" };
export const page = "<!doctype html><title>Sign in</title><h1>Welcome to our network</h1>";
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
const kilobytes64 = "a".repeat(64 * 1024);
const gzipHead = head.replace("connection", "content-encoding: gzip\r\nconnection");
const tenMegabytes = gzipSync(Buffer.alloc(10_000_000)).toString("base64");

export function other(text: string, rest: Omit<OtherAnswer, "kind" | "text"> = {}): OtherAnswer {
  return { kind: "other", text, ...rest };
}

const unreadable = { kind: "protocol", reads: 1, create: "unknown" } as const;

/** Answers of 200 that are not what the Runs API says. */
export const answerFaults: readonly FaultRow[] = [
  {
    what: "Garbage in the middle of the body",
    where: { kind: "insert", after: 300, text: "\u0000garbage" },
    ...unreadable,
  },
  { what: "A Content-Length that is too short", where: { kind: "length", by: -10 }, ...unreadable },
  {
    what: "A Content-Length that is too long",
    where: other(answerText("200 OK", "{}", { ...json, "content-length": "10" })),
    kind: "network",
    reads: 4,
    create: "unknown",
  },
  {
    what: "An endless header",
    where: other("HTTP/1.1 200 OK\r\nx-long: ", { flood: { piece: kilobytes64, times: 1_600 } }),
    ...unreadable,
  },
  {
    what: "Endless informational responses (1xx)",
    where: other("", { flood: { piece: "HTTP/1.1 103 Early Hints\r\n\r\n", times: 400, everyMs: 20 } }),
    kind: "timeout",
    reads: 4,
    create: "unknown",
    isEndless: true,
  },
  {
    what: "A line of 100 MB that isn't JSON",
    where: other(head, { flood: { piece: kilobytes64, times: 1_600 } }),
    ...unreadable,
  },
  {
    what: "A body of over 256 MiB",
    where: other(head, { flood: { piece: kilobytes64, times: 4_200 } }),
    ...unreadable,
  },
  {
    what: "More values than fit into memory, in 60 MB",
    where: other(`${head}[`, { flood: { piece: "{},".repeat(64 * 1024), times: 320 }, end: "0]" }),
    ...unreadable,
  },
  {
    what: "A gzip bomb, which is never decompressed",
    where: other(gzipHead, { flood: { piece: tenMegabytes, encoding: "base64", times: 100 } }),
    ...unreadable,
  },
  { what: "A web page", where: other(answerText("200 OK", page, html)), ...unreadable },
  { what: "An empty body", where: other(answerText("200 OK", "")), ...unreadable },
  { what: "JSON that isn't a run list", where: other(answerText("200 OK", '{"data":7}', json)), ...unreadable },
];

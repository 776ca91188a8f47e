import { gzipSync } from "node:zlib";
import { type OtherAnswer, answerText } from "../fault.ts";
import { type FaultRow, unreadable, unreachable } from "./faultRow.ts";

const json = { "content-type": "application/json" };
export const html = { "content-type": "text/html" };
export const page = "<!doctype html><title>Sign in</title><h1>Welcome to our network</h1>";
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
const kilobytes64 = "a".repeat(64 * 1024);

export function other(text: string, rest: Omit<OtherAnswer, "kind" | "text"> = {}): OtherAnswer {
  return { kind: "other", text, ...rest };
}

/** Answers of 200 that are not what the Runs API says. */
export const answerFaults: readonly FaultRow[] = [
  {
    what: "Garbage in the middle of the body",
    where: { kind: "insert", after: 300, text: "\u0000garbage" },
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} isn't JSON."),
  },
  {
    what: "A Content-Length that is too short",
    where: { kind: "length", by: -10 },
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} isn't JSON."),
  },
  {
    what: "A Content-Length that is too long",
    where: other(answerText("200 OK", "{}", { ...json, "content-length": "10" })),
    reads: 4,
    create: "unknown",
    seen: unreachable("The response from {app} was cut off."),
  },
  {
    what: "An endless header",
    where: other("HTTP/1.1 200 OK\r\nx-long: ", { flood: { piece: kilobytes64, times: 1_600 } }),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response from {app} has over 16 KiB of headers."),
  },
  {
    what: "Endless informational responses (1xx)",
    isEndless: true,
    where: other("", { flood: { piece: "HTTP/1.1 103 Early Hints\r\n\r\n", times: 400, everyMs: 20 } }),
    reads: 4,
    create: "unknown",
    seen: unreachable("{app} didn't respond in time."),
  },
  {
    what: "A line of 100 MB that isn't JSON",
    where: other(head, { flood: { piece: kilobytes64, times: 1_600 } }),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} isn't JSON."),
  },
  {
    what: "A body of over 256 MiB",
    where: other(head, { flood: { piece: kilobytes64, times: 4_200 } }),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} is longer than 256 MiB."),
  },
  {
    what: "More values than fit into memory, in 60 MB",
    where: other(`${head}[`, { flood: { piece: "{},".repeat(64 * 1024), times: 320 }, end: "0]" }),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} holds over 10 million lists and objects."),
  },
  {
    what: "A gzip bomb, which is never decompressed",
    where: other(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n",
      { flood: { piece: gzipSync(Buffer.alloc(10_000_000)).toString("base64"), encoding: "base64", times: 100 } },
    ),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} is compressed (gzip), which wasn't requested."),
  },
  {
    what: "A web page",
    where: other(answerText("200 OK", page, html)),
    reads: 1,
    create: "unknown",
    seen: unreadable(
      "The response to {request} is a web page: the address may be wrong, or a proxy or sign-in page responded instead of the app.",
    ),
  },
  {
    what: "An empty body",
    where: other(answerText("200 OK", "")),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} is empty."),
  },
  {
    what: "JSON that isn't a run list",
    where: other(answerText("200 OK", '{"data":7}', json)),
    reads: 1,
    create: "unknown",
    seen: unreadable("The response to {request} doesn't match the Runs API: data: expected {data}, received number."),
  },
];

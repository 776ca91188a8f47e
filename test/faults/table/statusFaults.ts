import { answerText, apiError } from "../fault.ts";
import { html, other, page } from "./answerFaults.ts";
import type { FaultRow } from "./faultRow.ts";

const refused = { reads: 1, create: "nothing" } as const;
const lost = { kind: "server", reads: 4, create: "unknown" } as const;
const gateway = (status: string) => other(answerText(status, page, html), { reachesApp: true });
const elsewhere = { location: "{elsewhere}/v1/runs?secret" };
const badRequest = { code: "bad_request", message: "Bad Request", details: { input: "cannot be blank" } };
const failed = { code: "internal_error", message: "Internal Server Error" };
const deployed = { code: "unavailable", message: "The app is being deployed" };

/** Error responses. Those of a gateway come after the app received the request. */
export const statusFaults: readonly FaultRow[] = [
  { what: "400", where: other(apiError("400 Bad Request", badRequest)), kind: "invalid", ...refused },
  {
    what: "401",
    where: other(apiError("401 Unauthorized", { code: "unauthorized", message: "Unauthorized" })),
    kind: "auth",
    ...refused,
  },
  {
    what: "403",
    where: other(apiError("403 Forbidden", { code: "forbidden", message: "Forbidden" })),
    kind: "forbidden",
    ...refused,
  },
  {
    what: "404",
    where: other(apiError("404 Not Found", { code: "not_found", message: "Not Found" })),
    kind: "not-found",
    ...refused,
  },
  {
    what: "407 from a proxy",
    where: other(answerText("407 Proxy Authentication Required", page, html)),
    kind: "invalid",
    ...refused,
  },
  {
    what: "413 from a proxy",
    where: other(answerText("413 Payload Too Large", page, html)),
    kind: "too-large",
    ...refused,
  },
  {
    what: "429",
    where: other(answerText("429 Too Many Requests", "")),
    kind: "rate-limited",
    reads: 4,
    create: "nothing",
  },
  { what: "408 from a gateway", where: gateway("408 Request Timeout"), ...lost, kind: "timeout" },
  { what: "500", where: other(apiError("500 Internal Server Error", failed)), ...lost, isOwn: true },
  { what: "502 from a gateway", where: gateway("502 Bad Gateway"), ...lost },
  {
    what: "503 with the Runs API's own error",
    where: other(apiError("503 Service Unavailable", deployed)),
    ...lost,
    create: "nothing",
    isOwn: true,
  },
  { what: "503 from a gateway", where: gateway("503 Service Unavailable"), ...lost },
  { what: "504 from a gateway", where: gateway("504 Gateway Timeout"), ...lost },
  {
    what: "An error response whose body never ends",
    where: other("HTTP/1.1 500 Oops\r\ncontent-length: 100000\r\n\r\n", {
      flood: { piece: " ", times: 400, everyMs: 20 },
    }),
    ...lost,
    isEndless: true,
  },
  {
    what: "An error response of 100 MB",
    where: other("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n", {
      flood: { piece: " ".repeat(64 * 1024), times: 1_600 },
    }),
    kind: "invalid",
    ...refused,
  },
  {
    what: "A redirect to another origin, which gets no HTTP request",
    where: other(answerText("302 Found", "", elsewhere)),
    kind: "protocol",
    ...refused,
  },
  {
    what: "A redirect that keeps the method, to another origin, which gets no HTTP request",
    where: other(answerText("307 Temporary Redirect", "", elsewhere)),
    kind: "protocol",
    ...refused,
  },
  {
    what: "An unexpected 304",
    where: other("HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n"),
    kind: "protocol",
    ...refused,
  },
];

import { answerText, apiError } from "../fault.ts";
import { html, other, page } from "./answerFaults.ts";
import { type FaultRow, type Seen, unreachable, unreadable } from "./faultRow.ts";

const busy = (message: string): Seen => ({ ...unreadable(message), row: "Too many requests" });

/** Error responses. */
export const statusFaults: readonly FaultRow[] = [
  {
    what: "400 that names the invalid field",
    where: other(
      apiError("400 Bad Request", {
        code: "bad_request",
        message: "Bad Request",
        details: { input: "cannot be blank" },
      }),
    ),
    reads: 1,
    create: "nothing",
    seen: unreadable("Bad Request: input cannot be blank", []),
  },
  {
    what: "401",
    where: other(apiError("401 Unauthorized", { code: "unauthorized", message: "Unauthorized" })),
    reads: 1,
    create: "nothing",
    seen: {
      message: "The access key was rejected: Unauthorized",
      row: "The access key was rejected",
      page: "The access key was rejected",
      buttons: ["Replace Access Key…", "Diagnose Connection"],
    },
  },
  {
    what: "403",
    where: other(apiError("403 Forbidden", { code: "forbidden", message: "Forbidden" })),
    reads: 1,
    create: "nothing",
    seen: {
      message: "The access key is not for this app: Forbidden",
      row: "The access key is not for this app",
      page: "The access key is not for this app",
      buttons: ["Replace Access Key…", "Switch Connection…"],
    },
  },
  {
    what: "404",
    where: other(apiError("404 Not Found", { code: "not_found", message: "Not Found" })),
    reads: 1,
    create: "nothing",
    seen: {
      message: "The app, run or file does not exist: Not Found",
      row: "App not found",
      page: "This run no longer exists",
      buttons: ["Switch Connection…"],
    },
  },
  {
    what: "407 from a proxy",
    where: other(answerText("407 Proxy Authentication Required", page, html)),
    reads: 1,
    create: "nothing",
    seen: unreadable("The proxy requires authentication. (HTTP 407)", []),
  },
  {
    what: "413 from a proxy",
    where: other(answerText("413 Payload Too Large", page, html)),
    reads: 1,
    create: "nothing",
    seen: unreadable("The request is too large for the app. (HTTP 413)", []),
  },
  {
    what: "429",
    where: other(answerText("429 Too Many Requests", "")),
    reads: 4,
    create: "nothing",
    seen: busy("The app received too many requests. (HTTP 429)"),
  },
  {
    what: "429 with Retry-After in seconds, which the extension waits",
    where: other(answerText("429 Too Many Requests", "", { "retry-after": "7" })),
    reads: 4,
    create: "nothing",
    seen: busy("The app received too many requests. It asks to wait 7 seconds. (HTTP 429)"),
  },
  {
    what: "429 with a Retry-After of years: the extension waits a minute",
    where: other(answerText("429 Too Many Requests", "", { "retry-after": "99999999999999999999" })),
    reads: 4,
    create: "nothing",
    seen: busy("The app received too many requests. It asks to wait for years. (HTTP 429)"),
  },
  {
    what: "429 with Retry-After as a distant date: the extension waits a minute",
    where: other(
      apiError("429 Too Many Requests", { message: "Slow down" }, { "retry-after": "Fri, 31 Dec 2100 23:59:59 GMT" }),
    ),
    reads: 4,
    create: "nothing",
    seen: busy("Slow down. It asks to wait for years."),
  },
  {
    what: "408 with a page from a gateway, after the app received the request",
    where: other(answerText("408 Request Timeout", page, html), { reachesApp: true }),
    reads: 4,
    create: "unknown",
    seen: unreachable("The app timed out waiting for the request. (HTTP 408)"),
  },
  {
    what: "500",
    where: other(apiError("500 Internal Server Error", { code: "internal_error", message: "Internal Server Error" })),
    reads: 4,
    create: "unknown",
    seen: unreadable("Internal Server Error"),
  },
  {
    what: "500 with a page from a gateway, after the app received the request",
    where: other(answerText("500 Internal Server Error", page, html), { reachesApp: true }),
    reads: 4,
    create: "unknown",
    seen: unreadable("The app is unavailable at the moment. (HTTP 500)"),
  },
  {
    what: "502 with a page from a gateway, after the app received the request",
    where: other(answerText("502 Bad Gateway", page, html), { reachesApp: true }),
    reads: 4,
    create: "unknown",
    seen: unreadable("The app is unavailable at the moment. (HTTP 502)"),
  },
  {
    what: "503 with the Runs API's own error",
    where: other(apiError("503 Service Unavailable", { code: "unavailable", message: "The app is being deployed" })),
    reads: 4,
    create: "nothing",
    seen: unreadable("The app is being deployed"),
  },
  {
    what: "503 with a page from a gateway, after the app received the request",
    where: other(answerText("503 Service Unavailable", page, html), { reachesApp: true }),
    reads: 4,
    create: "unknown",
    seen: unreadable("The app is unavailable at the moment. (HTTP 503)"),
  },
  {
    what: "503 with Retry-After from a gateway, after the app received the request",
    where: other(answerText("503 Service Unavailable", "", { "retry-after": "30" }), { reachesApp: true }),
    reads: 4,
    create: "unknown",
    seen: unreadable("The app is unavailable at the moment. It asks to wait 30 seconds. (HTTP 503)"),
  },
  {
    what: "504 from a gateway, after the app received the request",
    where: other(answerText("504 Gateway Timeout", ""), { reachesApp: true }),
    reads: 4,
    create: "unknown",
    seen: unreadable("The app is unavailable at the moment. (HTTP 504)"),
  },
  {
    what: "An error response whose body never ends",
    isEndless: true,
    where: other("HTTP/1.1 500 Oops\r\ncontent-length: 100000\r\n\r\n", {
      flood: { piece: " ", times: 400, everyMs: 20 },
    }),
    reads: 4,
    create: "unknown",
    seen: unreadable("The app is unavailable at the moment. (HTTP 500)"),
  },
  {
    what: "An error response of 100 MB",
    where: other("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n", {
      flood: { piece: " ".repeat(64 * 1024), times: 1_600 },
    }),
    reads: 1,
    create: "nothing",
    seen: unreadable("The app rejected the request. (HTTP 400)", []),
  },
  {
    what: "An error message that pretends to be a link",
    where: other(apiError("400 Bad Request", { message: "[Fix it](command:workbench.action.quit)\n\u202e" })),
    reads: 1,
    create: "nothing",
    seen: unreadable("[Fix it] (command:workbench.action.quit)", []),
  },
  {
    what: "A redirect to another origin, which gets no HTTP request",
    where: other(answerText("302 Found", "", { location: "{elsewhere}/v1/runs?secret" })),
    reads: 1,
    create: "nothing",
    seen: unreadable(
      "The app's address redirects to {elsewhere} (HTTP 302), where the access key isn't sent. Check the address.",
    ),
  },
  {
    what: "A redirect that keeps the method, to another origin, which gets no HTTP request",
    where: other(answerText("307 Temporary Redirect", "", { location: "{elsewhere}/v1/runs" })),
    reads: 1,
    create: "nothing",
    seen: unreadable(
      "The app's address redirects to {elsewhere} (HTTP 307), where the access key isn't sent. Check the address.",
    ),
  },
  {
    what: "An unexpected 304",
    where: other("HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n"),
    reads: 1,
    create: "nothing",
    seen: unreadable("This address isn't a Dynamiq app (HTTP 304). Check the address."),
  },
];

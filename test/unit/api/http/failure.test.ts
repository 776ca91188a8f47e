import { describe, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { toApiError } from "#api/http/failure.ts";
import { redactor } from "#api/http/redact.ts";

const unsent = { aborted: false, started: false, responded: false };
const context = { host: "app.example.com", redact: redactor("SECRET"), ...unsent };

function coded(code: string, message = "from below"): Error {
  return Object.assign(new Error(message), { code });
}

describe("toApiError", () => {
  test.each([
    ["ECONNREFUSED", "network"],
    ["ENOTFOUND", "network"],
    ["ECONNRESET", "network"],
    ["ETIMEDOUT", "timeout"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["UND_ERR_HEADERS_OVERFLOW", "protocol"],
    ["UND_ERR_DESTROYED", "aborted"],
    ["UND_ERR_INVALID_ARG", "invalid"],
    ["SOMETHING_NEW", "network"],
  ])("%s is %s", (code, kind) => {
    const error = toApiError(coded(code), context);
    expect(error).toMatchObject({ kind, code });
    expect(error.message).toMatch(/^\S.*\.$/);
  });

  test.each([
    ["CERT_HAS_EXPIRED", "its certificate has expired (CERT_HAS_EXPIRED)."],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)."],
    ["EPROTO", "it doesn't support TLS, or supports only incompatible versions (EPROTO)."],
    ["UND_ERR_PRX_TLS", "its certificate was rejected."],
  ])("says why there is no secure connection: %s", (code, reason) => {
    expect(toApiError(coded(code), context).message).toBe(`Can't connect securely to app.example.com: ${reason}`);
  });

  test("a response that isn't HTTP breaks the protocol, except at the end of one that began as HTTP", () => {
    const parserError = Object.assign(new Error("Expected HTTP/"), { name: "HTTPParserError" });
    expect(toApiError(parserError, { ...context, started: true }).kind).toBe("protocol");
    expect(toApiError(parserError, { ...context, started: true, responded: true }).kind).toBe("network");
  });

  test("the caller's abort takes precedence", () => {
    expect(toApiError(coded("ECONNRESET"), { ...context, aborted: true })).toMatchObject({ kind: "aborted" });
    const other = new ApiError({ kind: "server", message: "x" });
    expect(toApiError(other, { ...context, aborted: true }).kind).toBe("aborted");
  });

  test("the cause keeps name, message and code, and nothing else", () => {
    const error = toApiError(Object.assign(coded("UND_ERR_SOCKET", "with SECRET"), { data: "SECRET" }), context);
    const cause = error.cause as Error & { code: string };
    expect([cause.message, cause.code, Object.keys(cause)]).toEqual(["with •••", "UND_ERR_SOCKET", ["name", "code"]]);
  });
});

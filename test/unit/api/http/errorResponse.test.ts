import { describe, expect, test } from "vitest";
import type { ApiError } from "#api/errors.ts";
import { errorOfResponse } from "#api/http/errorResponse.ts";
import { redactor } from "#api/http/redact.ts";

const key = "dynamiq_acc_secret";

function errorOf(status: number, text: string, headers: Record<string, string> = {}): ApiError {
  const header = (name: string): string | undefined => headers[name];
  return errorOfResponse({ method: "POST", status, text, header, redact: redactor(key), now: 0 });
}

const page = "<html><body><h1>Bad Gateway</h1>nginx</body></html>";

describe("errorOfResponse", () => {
  test.each([
    [400, "invalid"],
    [401, "auth"],
    [403, "forbidden"],
    [404, "not-found"],
    [429, "rate-limited"],
    [500, "server"],
  ])("%i is %s, with or without JSON", (status, kind) => {
    const bare = errorOf(status, "");
    expect(bare).toMatchObject({ kind, status, code: undefined });
    expect(bare.message).toMatch(new RegExp(`^[A-Z].*\\(HTTP ${status}\\)$`));
    const told = errorOf(status, '{"error":{"code":"some_code","message":"In words","details":null}}');
    expect(told).toMatchObject({ kind, status, code: "some_code", message: "In words", details: null });
  });

  test.each([
    [403, "forbidden", "The organization has reached the invocation limit of its plan"],
    [429, "quota_exceeded", "Try again next month"],
  ])("%i with the code %s and “%s” is a limit of the plan", (status, code, message) => {
    const error = errorOf(status, JSON.stringify({ error: { code, message } }));
    expect(error).toMatchObject({ kind: "plan-limit", message });
  });

  test.each([
    [429, "rate_limit_exceeded", "Rate limit reached: 10 requests a second", "rate-limited"],
    [403, "forbidden", "Access is limited to members of the project", "forbidden"],
    [400, "bad_request", "The limit is 100", "invalid"],
  ])("%i with the code %s and “%s” is not: %s", (status, code, message, kind) => {
    expect(errorOf(status, JSON.stringify({ error: { code, message } })).kind).toBe(kind);
  });

  test.each([
    ["no such thing", "Bad Request: no such thing"],
    [{ nested: { field: "x" } }, "Bad Request"],
  ])("accepts details of any form: %j", (details, message) => {
    const error = errorOf(400, JSON.stringify({ error: { message: "Bad Request", details } }));
    expect(error).toMatchObject({ message, details });
  });

  test.each([page, "{", '"text"', "[]", '{"error":"text"}', '{"error":{"message":7}}'])(
    "never repeats a body that isn't the API's: %s",
    (text) => {
      const error = errorOf(500, text);
      expect(error).toMatchObject({ kind: "server", message: "The app is unavailable at the moment. (HTTP 500)" });
      expect(JSON.stringify(error)).not.toContain("nginx");
    },
  );

  test.each([
    ["Thu, 01 Jan 1970 03:00:00 GMT", "3 hours"],
    ["99999999999999999999", "for years"],
    ["0", ""],
  ])("says how long to wait: Retry-After: %s", (value, time) => {
    const asks = time === "" ? "" : ` The app asks you to wait ${time}.`;
    expect(errorOf(429, "", { "retry-after": value }).message).toMatch(
      new RegExp(`requests\\.${asks} \\(HTTP 429\\)$`),
    );
    const told = errorOf(429, '{"error":{"message":"Slow down."}}', { "retry-after": value });
    expect(told.message).toBe(`Slow down.${asks}`);
  });

  describe("of a request with effects", () => {
    const own = '{"error":{"code":"unavailable","message":"Shutting down"}}';
    const json = { "content-type": "application/json; charset=utf-8" };
    const isUnknown = (status: number, text: string, headers: Record<string, string> = {}): boolean =>
      errorOf(status, text, headers).outcomeUnknown;

    test.each([408, 500, 501, 502, 504, 520, 599])("a %i leaves the outcome unknown, whoever wrote it", (status) => {
      const all = [isUnknown(status, ""), isUnknown(status, page), isUnknown(status, own, json)];
      expect(all).toEqual([true, true, true]);
    });

    test.each([400, 401, 403, 404, 413, 415, 429])("a %i refuses it, whoever wrote it", (status) => {
      const all = [isUnknown(status, ""), isUnknown(status, page), isUnknown(status, own, json)];
      expect(all).toEqual([false, false, false]);
    });

    test("a 503 refuses it only as the Runs API's own error", () => {
      expect(isUnknown(503, own, json)).toBe(false);
      expect(isUnknown(503, own, { "content-type": "application/problem+json" })).toBe(false);
      const errors = [
        '"busy"',
        '{"message":"busy"}',
        '{"code":503,"message":"busy"}',
        '{"code":"busy","message":null}',
      ];
      const gateways = ["", page, "{", ...errors.slice(0, 2), ...errors.map((error) => `{"error":${error}}`)];
      expect(gateways.map((text) => isUnknown(503, text, json))).toEqual(gateways.map(() => true));
      expect(isUnknown(503, own, { "content-type": "text/html" })).toBe(true);
      expect(isUnknown(503, own)).toBe(true);
    });
  });

  test("a redirect is named by its origin only", () => {
    const error = errorOf(302, "", { location: "https://login.example.com/start?token=abc" });
    expect(error).toMatchObject({ kind: "protocol", status: 302 });
    expect(error.message).toContain("https://login.example.com (HTTP 302)");
    expect(error.message).not.toContain("start");
    expect(errorOf(307, "", { location: "/relative" }).message).toContain("elsewhere");
    expect(errorOf(304, "").message).toBe("This address isn't a Dynamiq app (HTTP 304). Check the address.");
  });

  test("a key that the server repeats is removed, also in escapes", () => {
    const escaped = Array.from(key, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    const text = `{"error":{"code":"${escaped}","message":"${escaped}","details":{"${escaped}":["${escaped}"]}}}`;
    const hidden = errorOf(400, text);
    expect(hidden).toMatchObject({ code: "•••", details: { "•••": ["•••"] } });
    expect(hidden.message).toBe("•••");
    const body = { error: { code: key, message: `Key ${key} is unknown`, details: { [key]: [key] } } };
    const error = errorOf(401, JSON.stringify(body));
    expect(error.message).toContain("Key ••• is unknown");
    expect(JSON.stringify([error.message, error.code, error.details])).not.toContain(key);
  });
});

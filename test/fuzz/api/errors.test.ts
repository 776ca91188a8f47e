import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ApiError, isApiError } from "#api/errors.ts";
import { errorOfResponse } from "#api/http/errorResponse.ts";
import { toApiError } from "#api/http/failure.ts";
import type { HttpResponse } from "#api/http/httpResponse.ts";
import { redactor } from "#api/http/redact.ts";
import { readJson } from "#api/readJson.ts";
import { runPage } from "#api/unreadable.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { explainError } from "#host/errors/explainError.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import { problemOf } from "#runs/labels/unreadableRun.ts";
import { problemView } from "#workbench/panel/vscode/problemView.ts";
import { cases } from "../../support/cases.ts";
import { rawJson } from "../../support/samples/rawJson.ts";
import { json, nearly, pagination, run } from "../arbitraries.ts";

const key = "dynamiq_acc_0123456789";
const now = Date.parse("2026-06-10T09:15:21Z");

/** An error that a person sees has to be non-empty, short, one line, without links and without the key. */
function isPresentable(error: ApiError): void {
  const shown = notificationText(explainError(error).message);
  expect(shown.trim()).not.toBe("");
  expect(shown.length).toBeLessThan(1_500);
  expect(shown).not.toMatch(/[\r\n\u202e]|\]\((command|https?|file):/i);
  expect(shown).not.toContain(key);
  expect(shortReason(error)).not.toBe("");
  expect(JSON.stringify(problemView(error, "Support", "run-1"))).not.toContain(key);
}

const headerValue = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "7",
    "-1",
    "1e9",
    "99999999999999999999999",
    "Wed, 10 Jun 2026 09:16:21 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Invalid",
  ),
  fc.constantFrom(
    "https://evil.example/x?y",
    "/v1/runs",
    "http://",
    "command:x",
    "javascript:alert(1)",
    `https://${key}.example`,
  ),
  fc.string({ maxLength: 30 }),
);
const errorJson = fc.record({
  error: fc.record(
    { code: fc.oneof(fc.string(), json), message: fc.oneof(fc.string(), json), details: json },
    { requiredKeys: [] },
  ),
});
const body = fc.oneof(
  nearly(errorJson).map((value) => JSON.stringify(value) ?? ""),
  errorJson.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    "",
    "<html>",
    `{"error":{"message":"${key}","details":{"${key}":"${key}"}}}`,
    "[".repeat(20_000),
    `{"error":{"message":"m","details":${"[".repeat(9_000)}${"]".repeat(9_000)}}}`,
  ),
  fc.string(),
);

describe("error responses", () => {
  test("each becomes an error that can be shown", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 999 }),
        body,
        headerValue,
        fc.constantFrom("GET", "POST"),
        (status, text, value, method) => {
          const error = errorOfResponse({ method, status, text, header: () => value, redact: redactor(key), now });
          isPresentable(error);
          expect(error.status).toBe(status);
          if (method === "GET") expect(error.outcomeUnknown).toBe(false);
        },
      ),
      cases(),
    );
  });
});

describe("errors of lower layers", () => {
  const codes = [
    "ECONNRESET",
    "CERT_HAS_EXPIRED",
    "UND_ERR_SOCKET",
    "UND_ERR_HEADERS_TIMEOUT",
    "EPROTO",
    "HPE_INVALID",
    "ENOTFOUND",
    "",
    key,
  ];
  const thrown = fc.oneof(
    fc
      .tuple(fc.string(), fc.oneof(fc.constantFrom(...codes), json), fc.string())
      .map(([message, code, name]) => Object.assign(new Error(message + key), { code, name })),
    fc.constantFrom(
      new AggregateError([]),
      new AggregateError([new Error(key)]),
      new Error(""),
      Symbol("s"),
      undefined,
      null,
    ),
    fc.string(),
    fc.integer(),
  );

  test("each becomes an error that can be shown, without the key", () => {
    fc.assert(
      fc.property(thrown, fc.boolean(), fc.boolean(), fc.boolean(), (error, aborted, started, responded) => {
        const made = toApiError(error, { host: "app.example.com", aborted, started, responded, redact: redactor(key) });
        isPresentable(made);
        expect(String(made.cause)).not.toContain(key);
      }),
      cases(),
    );
  });
});

describe("the body of a response", () => {
  const answerOf = (text: string): HttpResponse =>
    ({
      status: 200,
      request: "GET /v1/runs",
      header: () => undefined,
      text: async () => Promise.resolve(text),
    }) as unknown as HttpResponse;
  /** Any number, in any notation, and its expected text, without using a parser. */
  const body = fc.oneof(
    rawJson({ withNaN: true }).map(({ text, written }) => ({
      text: `{"data":[{"id":"a","status":"completed","output":${text}}],"pagination":{"page":1.0,"page_size":25,"page_count":1e0,"total_count":1}}`,
      written: `{"data":[{"id":"a","status":"completed","output":${written}}],"pagination":{"page":1,"page_size":25,"page_count":1,"total_count":1}}`,
    })),
    // Whatever else: it is no page.
    rawJson({ withNaN: true }).map(({ text }) => ({ text, written: undefined })),
    fc.string().map((text) => ({ text, written: undefined })),
  );

  test("it is read with every number unchanged, or refused with an error that can be shown", async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom("", "\ufeff"), async ({ text, written }, mark) => {
        try {
          expect(stringifyJson(await readJson(answerOf(mark + text), runPage))).toBe(written);
        } catch (error) {
          if (!isApiError(error)) throw error;
          expect(written).toBeUndefined();
          expect(error.kind).toBe("protocol");
          isPresentable(error);
        }
      }),
      cases(),
    );
  });

  const pages = fc.record({ data: fc.array(fc.oneof(run, nearly(run), json), { maxLength: 4 }), pagination });

  test("a page shows all of its runs, however bad some are", async () => {
    await fc.assert(
      fc.asyncProperty(pages, async (page) => {
        const { data } = await readJson(answerOf(JSON.stringify(page)), runPage);
        expect(data).toHaveLength(page.data.length);
        for (const [index, each] of data.entries()) {
          expect([typeof each.id, typeof each.status]).toEqual(["string", "string"]);
          expect(problemOf(each) ?? JSON.stringify(each)).not.toBe("");
          if (problemOf(each) === undefined) expect(JSON.stringify(each)).toBe(JSON.stringify(page.data[index]));
        }
      }),
      cases(),
    );
  });
});

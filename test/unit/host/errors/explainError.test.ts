import { describe, expect, test } from "vitest";
import { ApiError, type ApiErrorInit } from "#api/errors.ts";
import { errorOfResponse } from "#api/http/errorResponse.ts";
import { explainError, isNews } from "#host/errors/explainError.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { problemView } from "#workbench/panel/vscode/problemView.ts";
import { saysNextStep } from "../../../support/nextStep.ts";

const explain = (init: Partial<ApiErrorInit>) => {
  const { message, nextSteps } = explainError(new ApiError({ kind: "invalid", message: "It failed.", ...init }));
  return { message, nextSteps: nextSteps.map(({ title }) => title) };
};

const sent = { method: "POST", header: () => undefined, redact: (text: string) => text, now: 0 } as const;
const responded = (status: number, error: object | undefined, keyless = false): ApiError =>
  errorOfResponse({ ...sent, status, text: error ? JSON.stringify({ error }) : "", keyless });

const ways: Record<ApiErrorKind, string[]> = {
  auth: ["Replace Access Key…", "Diagnose Connection"],
  forbidden: ["Replace Access Key…", "Switch Connection…"],
  "not-found": ["Switch Connection…"],
  invalid: [],
  "too-large": [],
  "rate-limited": ["Diagnose Connection", "Show Log"],
  "plan-limit": [],
  server: ["Diagnose Connection", "Show Log"],
  network: ["Diagnose Connection", "Switch Connection…"],
  timeout: ["Diagnose Connection", "Switch Connection…"],
  tls: ["Diagnose Connection", "Switch Connection…"],
  protocol: ["Diagnose Connection", "Show Log"],
  aborted: [],
};

test("what a person has stopped is news, unless it may have had its effect", () => {
  const stopped = { kind: "aborted", message: "The request was canceled." } as const;
  expect(isNews(new ApiError(stopped))).toBe(true);
  expect(isNews(new ApiError({ ...stopped, outcomeUnknown: true }))).toBe(false);
  expect(isNews(new NothingToDo("There is no run."))).toBe(true);
  expect(isNews(new UserError("It failed."))).toBe(false);
});

const advice: Partial<Record<ApiErrorKind, string>> = {
  "plan-limit": "Ask the owner of the organization to raise the limit.",
  "too-large": "Attach fewer or smaller files.",
};

test.each([400, 401, 402, 403, 404, 407, 408, 409, 413, 422, 429, 500, 502, 503, 504])(
  "a response of %d without a reason says what to do next",
  (status) => {
    for (const method of ["GET", "POST"] as const) {
      const error = errorOfResponse({ ...sent, method, status, text: "" });
      const { message, nextSteps } = explainError(error);
      expect(nextSteps.length > 0 || saysNextStep(message), message).toBe(true);
    }
  },
);

describe("the buttons", () => {
  test.each(Object.entries(ways) as [ApiErrorKind, string[]][])("for %s", (kind, expected) => {
    const { message, nextSteps } = explain({ kind });
    expect(message).toBe(["It failed.", advice[kind]].filter(Boolean).join(" "));
    expect(nextSteps).toEqual(expected);
  });

  test("for an unknown outcome: a look, whatever the kind", () => {
    const { message, nextSteps } = explain({ kind: "network", outcomeUnknown: true });
    expect(message).toMatch(/^It failed\. .*may or may not .*wasn't sent again/);
    expect(nextSteps).toEqual(["Refresh", "Show Log"]);
  });

  test.each(["auth", "forbidden"] as const)("for a key that was refused (%s) are about its own connection", (kind) => {
    const { nextSteps } = explainError(new ApiError({ kind, message: "No.", connectionId: "other" }));
    const replacing = nextSteps.find(({ title }) => title === "Replace Access Key…");
    expect(replacing?.run).toEqual({ command: "dynamiqRuns.replaceKey", args: ["other"] });
  });

  test.each([
    [new TypeError("x is undefined"), "x is undefined"],
    ["a text", "a text"],
  ])("for anything else: the log (%s)", (error, message) => {
    expect(explainError(error)).toMatchObject({ message, nextSteps: [{ title: "Show Log" }] });
  });
});

test.each([
  [401, "auth", "The access key was rejected: Unauthorized"],
  [403, "forbidden", "The access key is not for this app: Unauthorized"],
] as const)("a response of %d is about the key, however short its text", (status, kind, message) => {
  expect(explain({ kind, status, message: "Unauthorized" }).message).toBe(message);
});

test.each([
  [402, "Payment Required"],
  [403, "Your plan allows 1,000 app invocations a month."],
  [429, "Monthly quota exceeded"],
])("a response of %d about the plan has the app's words and no advice about keys", (status, message) => {
  const told = `${message.replace(/\.$/, "")}. ${advice["plan-limit"]}`;
  expect(explainError(responded(status, { code: "refused", message }))).toEqual({ message: told, nextSteps: [] });
});

test.each<[unknown, string]>([
  [undefined, "It failed."],
  ["the input is blank", "It failed. the input is blank"],
  [{ input: "cannot be blank", file_ids: ["unknown"] }, 'It failed. input: cannot be blank; file_ids: ["unknown"]'],
  [["x".repeat(100_000)], `It failed. ["${"x".repeat(298)}…`],
])("the API's details %j are added in words", (details, message) => {
  expect(explain({ status: 400, details }).message).toBe(message);
});

test.each<[unknown, string]>([
  [{ input: "cannot be blank" }, "Bad Request: input cannot be blank"],
  [{ input: "cannot be blank", files: [1] }, "Bad Request: input cannot be blank files: [1]"],
])("the API's details %j are not repeated", (details, message) => {
  const error = responded(400, { code: "bad_request", message: "Bad Request", details });
  expect(explainError(error).message).toBe(message);
});

test.each(["no_key", "other_machine", "key_not_stored", "key_unreadable"])(
  "an app that rejects a key with the code %s doesn't speak for us",
  (code) => {
    const error = responded(401, { code, message: "Unauthorized" });
    expect(explainError(error)).toMatchObject({
      message: expect.stringMatching(/^The access key was rejected: /),
      nextSteps: [{ title: "Replace Access Key…" }, { title: "Diagnose Connection" }],
    });
    expect(shortReason(error)).toBe("The access key was rejected");
    expect(problemView(error, "Support", "8c2c8e2e").title).toBe("The access key was rejected");
  },
);

test("the buttons for an error with its own buttons: these", () => {
  const nextSteps = [{ title: "Open File", run: () => undefined }];
  expect(explainError(new UserError("No.", nextSteps))).toEqual({ message: "No.", nextSteps });
});

import { describe, expect, test } from "vitest";
import { ApiError, type ApiErrorInit, isApiError } from "../../../../src/api/errors.ts";
import { errorOfResponse } from "../../../../src/api/http/errorResponse.ts";
import { checkSize } from "../../../../src/api/upload/sizeLimit.ts";
import { problemView } from "../../../../src/features/panel/vscode/problemView.ts";
import { explainError } from "../../../../src/host/errors/explainError.ts";
import { shortReason } from "../../../../src/host/errors/shortReason.ts";
import { UserError } from "../../../../src/host/errors/userError.ts";
import type { ApiErrorKind } from "../../../../src/model/errorKinds.ts";

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

describe("the buttons", () => {
  test.each(Object.entries(ways) as [ApiErrorKind, string[]][])("for %s", (kind, expected) => {
    expect(explain({ kind })).toEqual({ message: "It failed.", nextSteps: expected });
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

  test("for an error with its own buttons: these", () => {
    const nextSteps = [{ title: "Open File", run: () => undefined }];
    expect(explainError(new UserError("No.", nextSteps))).toEqual({ message: "No.", nextSteps });
  });

  test.each([
    [new TypeError("x is undefined"), "x is undefined"],
    ["a text", "a text"],
    [undefined, "undefined"],
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
  expect(explainError(responded(status, { code: "refused", message }))).toEqual({ message, nextSteps: [] });
});

test("a response of 404 with a short text, and one without", () => {
  const words = (error?: object) => explainError(responded(404, error)).message;
  expect(words({ code: "not_found", message: "Not Found" })).toMatch(/does not exist: Not Found$/);
  expect(words()).toMatch(/does not exist\. \(HTTP 404\)$/);
});

describe("the API's details", () => {
  test.each<[unknown, string]>([
    [undefined, "It failed."],
    [null, "It failed."],
    ["the input is blank", "It failed. the input is blank"],
    [{ input: "cannot be blank", file_ids: ["unknown"] }, 'It failed. input: cannot be blank; file_ids: ["unknown"]'],
    [[1, 2], "It failed. [1,2]"],
    [7, "It failed. 7"],
    [["x".repeat(100_000)], `It failed. ["${"x".repeat(298)}…`],
  ])("%j are added in words", (details, message) => {
    expect(explain({ status: 400, details }).message).toBe(message);
  });

  test.each<[unknown, string]>([
    [{ input: "cannot be blank" }, "Bad Request: input cannot be blank"],
    ["input is blank", "Bad Request: input is blank"],
    [{ input: "cannot be blank", files: [1] }, "Bad Request: input cannot be blank files: [1]"],
  ])("%j are not repeated", (details, message) => {
    const error = responded(400, { code: "bad_request", message: "Bad Request", details });
    expect(explainError(error).message).toBe(message);
  });

  test("of our own errors are in their sentence already", () => {
    const files = [{ name: "scan.pdf", size: 2_000, open: async function* () {} }];
    const error = thrownBy(() => checkSize(2_048, files, 1_024));
    expect(error.details).toBeDefined();
    expect(explainError(error).message).toBe(error.message);
  });
});

function thrownBy(act: () => void): ApiError {
  try {
    act();
  } catch (error) {
    if (isApiError(error)) return error;
  }
  throw new Error("No ApiError was thrown.");
}

test("an app that needs a key says so when none was sent, and not that it was rejected", () => {
  const error = responded(401, { code: "unauthorized", message: "Unauthorized" }, true);
  expect(explainError(error).message).toBe("This app needs an access key. (HTTP 401)");
  expect(shortReason(error)).toBe("This app needs an access key");
  expect(problemView(error, "Support", "8c2c8e2e")).toMatchObject({
    title: "This app needs an access key",
    actions: [{ label: "Enter Access Key…" }, { label: "Switch Connection…" }],
  });
  expect(explainError(error).nextSteps[0]?.title).toBe("Enter Access Key…");
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

import { describe, expect, test } from "vitest";
import { ApiError } from "../../../../src/api/errors.ts";
import { batchQuestion, usersOf } from "../../../../src/features/batches/core/batchRequirements.ts";
import type { BatchLine } from "../../../../src/features/batches/core/batchTypes.ts";
import { missingAccounts } from "../../../../src/runs/requirements/requirementText.ts";

describe("the name of an account", () => {
  test.each<[unknown, string]>([
    [{ form: { title: "CRM key" }, name: "crm_key" }, "CRM key"],
    [{ type: "pipedream_account", name: "mailbox", spec: { data: { app_slug: "gmail" } } }, "Gmail"],
    [{ form: { title: "  " }, spec: { data: { app_slug: "google_sheets" } } }, "Google Sheets"],
    [{ spec: { data: { type: "dynamiq.connections.HttpApiKey" } } }, "HttpApiKey"],
    [{ form: { title: "Gmail\u202e\n[x](command:y)" } }, "Gmail [x](command:y)"],
    [{ form: { title: "x".repeat(500) } }, `${"x".repeat(60)}…`],
    [null, "an account"],
  ])("of %j is %s", (requirement, name) =>
    expect(missingAccounts([requirement]).map((each) => each.name)).toEqual([name]),
  );
});

describe("a batch", () => {
  const line = (n: number, user?: string): BatchLine => ({
    source: `t.jsonl:${n}`,
    request: { input: {}, user_id: user || undefined },
  });
  const lines = [
    line(1, "ann"),
    line(2),
    line(3, "ben"),
    line(4, "ann"),
    line(5, "cy"),
    { source: "t.jsonl:6", problem: "bad" },
    line(7, "dan"),
  ];
  const batch = { name: "t.jsonl", lines, numbers: [0, 1, 2, 3, 4] };
  const lacks = (userId: string, ...names: string[]) => ({
    userId,
    accounts: names.map((name) => ({ name, description: undefined })),
  });

  test("checks each user of the lines to send once", () => expect(usersOf(batch)).toEqual(["ann", "ben", "cy"]));

  test("says when users have different missing accounts, and when some could not be checked", () => {
    const error = new ApiError({ kind: "rate-limited", message: "Too many requests." });
    const { message, detail } = batchQuestion(batch, {
      missing: [lacks("ann", "Gmail"), lacks("cy", "CRM key")],
      error,
    });
    expect(message).toBe("2 of 3 users haven't connected all of their accounts");
    expect(detail).toMatch(/The other users couldn't be checked: Too many requests\.$/);
  });
});

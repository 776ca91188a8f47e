import { describe, expect, test } from "vitest";
import { usersOf } from "#features/batches/core/batchRequirements.ts";
import { missingAccounts } from "#runs/requirements/requirementText.ts";

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

test("a batch checks each user of the lines to send once", () => {
  const users = ["ann", undefined, "ben", "ann", "cy", "dan"];
  const lines = users.map((user_id, n) => ({ source: `t.jsonl:${n}`, request: { input: {}, user_id } }));
  expect(usersOf({ name: "t.jsonl", lines, numbers: [0, 1, 2, 3, 4] })).toEqual(["ann", "ben", "cy"]);
});

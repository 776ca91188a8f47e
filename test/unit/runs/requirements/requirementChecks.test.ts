import { describe, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import {
  type UserCheck,
  type RequirementChoice,
  type RequirementQuestion,
  settleRequirements,
} from "#runs/requirements/requirementChecks.ts";
import { missingAccounts } from "#runs/requirements/requirementText.ts";

const gmail = { type: "pipedream_account", spec: { data: { app_slug: "gmail" } } };
const crm = { type: "connection", name: "crm_key", form: { title: "CRM key", description: "Read access to your CRM" } };
const offline = new ApiError({ kind: "network", message: "No server is listening at app.test." });
const fine: UserCheck = { kind: "fine" };
const unknown: UserCheck = { kind: "unknown", error: offline };
const missing = (...unsatisfied: unknown[]): UserCheck => ({
  kind: "missing",
  missing: { userId: "customer-7421", accounts: missingAccounts(unsatisfied) },
});

/** The person's questions and choices, with the app's response each time. */
async function settle(checks: UserCheck[], choices: RequirementChoice[], opens: (string | undefined)[] = []) {
  const asked: RequirementQuestion[] = [];
  const told: ApiError[] = [];
  const left = [...choices];
  const starts = await settleRequirements("mailbox.run.json", {
    check: async () => checks.shift() ?? expect.fail("The app was asked too often."),
    open: async () => opens.shift(),
    ask: async (question) => {
      asked.push(question);
      return left.shift() ?? expect.fail("The person was asked too often.");
    },
    onUnknown: (error) => told.push(error),
  });
  expect([checks, left]).toEqual([[], []]);
  return { starts, asked, told };
}

describe("before a run with a user", () => {
  test("nobody is asked when nothing is missing", async () => {
    expect(await settle([fine], [])).toEqual({ starts: true, asked: [], told: [] });
  });

  test("an app that can't be asked doesn't stop the run, and it is reported", async () => {
    expect(await settle([unknown], [])).toEqual({ starts: true, asked: [], told: [offline] });
  });

  test("the person reads which accounts are missing, and decides", async () => {
    const { starts, asked } = await settle([missing(gmail)], ["run"]);
    expect(starts).toBe(true);
    const detail = "mailbox.run.json may fail without it. Open the Connect Page in your browser to connect it.";
    expect(asked).toEqual([{ message: "customer-7421 hasn't connected Gmail", detail, canCheck: false }]);
    expect((await settle([missing(gmail, crm)], ["cancel"])).starts).toBe(false);
  });

  test("the run starts once when nothing is missing any more", async () => {
    const { starts, asked } = await settle(
      [missing(gmail, crm), missing(crm), fine],
      ["open", "check", "open", "check"],
    );
    expect(starts).toBe(true);
    expect(asked.map(({ message, canCheck }) => [message, canCheck])).toEqual([
      ["customer-7421 hasn't connected Gmail and CRM key", false],
      ["customer-7421 hasn't connected Gmail and CRM key", true],
      ["customer-7421 still hasn't connected CRM key", true],
      ["customer-7421 hasn't connected CRM key", true],
    ]);
    expect(asked[1]?.detail).toContain("Connect them on the page in your browser, then check again.");
  });
});

import { oncePerKey } from "#base/oncePerKey.ts";
import type { AppRuns } from "#cli/app/appRuns.ts";
import type { GoldenTestDeps } from "#features/golden/core/run/testDeps.ts";
import { RequirementChecks } from "#runs/requirements/requirementChecks.ts";
import { missingSentence } from "#runs/requirements/requirementText.ts";

/**
 * Checks the accounts of each user once. Nobody is there to connect them, and a run without them would fail for a
 * reason that no check of the test is about. An app that can't be asked doesn't stop a test.
 */
export function userChecks(app: AppRuns, signal: AbortSignal): GoldenTestDeps["checkUser"] {
  const checks = new RequirementChecks();
  return oncePerKey(async (userId) => {
    const check = await checks.check(app, userId, signal);
    if (check.kind !== "missing") return undefined;
    const it = check.missing.accounts.length === 1 ? "it" : "them";
    const nextStep = `Start a run for this user in VS Code to connect ${it}, or use another user.`;
    const sentence = `${missingSentence(check.missing)}, so no run was started. ${nextStep}`;
    return { kind: "errored", failure: { kind: "accounts", sentence } };
  });
}

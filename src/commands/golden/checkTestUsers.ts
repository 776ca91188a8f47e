import { oncePerKey } from "../../base/oncePerKey.ts";
import { countOf } from "../../model/counts.ts";
import type { GoldenTestDeps } from "../../runs/golden/run/testDeps.ts";
import { userName } from "../../runs/requirements/requirementText.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";
import { confirmRequirements } from "../create/checkRequirements.ts";
import type { FilledGoldenFile } from "./filledGoldenFile.ts";

type Needs = Pick<App, "log" | "requirements">;

/**
 * Asks about the accounts of each user of the tests, once and before any of them starts. A user whose id is another one
 * in each run is asked about when that run starts.
 *
 * @returns the answer for each user: tests of one whose runs the person didn't want are canceled
 */
export async function checkTestUsers(
  services: Needs,
  session: RunsSession,
  files: Iterable<FilledGoldenFile>,
): Promise<NonNullable<GoldenTestDeps["checkUser"]>> {
  const users = [...files].flatMap((file) => file.users);
  const check = oncePerKey(async (userId) => {
    const tests = users.filter((each) => each.userId === userId).map(({ test }) => test);
    const name = tests.length === 1 ? tests[0]! : countOf(tests.length || 1, "golden test");
    if (await confirmRequirements(services, session, { userId, name })) return undefined;
    const sentence = `${userName(userId)} hasn't connected all accounts, so no run was started.`;
    return { kind: "canceled", failure: { kind: "accounts", sentence } } as const;
  });
  for (const { userId } of users) await check(userId);
  return check;
}

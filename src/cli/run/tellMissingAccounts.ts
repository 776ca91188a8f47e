import { RequirementChecks } from "../../runs/requirements/requirementChecks.ts";
import { missingSentence } from "../../runs/requirements/requirementText.ts";
import type { AppRuns } from "../app/appRuns.ts";

/** The user of a run that is about to start. */
interface UserOfRun {
  app: AppRuns;
  /** The name of the run file. */
  name: string;
  userId: string | undefined;
  signal: AbortSignal;
  tell: (line: string) => void;
}

/**
 * Reports the accounts that the run's user hasn't connected. The run starts all the same: nobody may be there to ask,
 * and the app decides what works without them. An app that can't be asked doesn't stop it, either.
 */
export async function tellMissingAccounts({ app, name, userId, signal, tell }: UserOfRun): Promise<void> {
  if (userId === undefined) return;
  const check = await new RequirementChecks().check(app, userId, signal);
  if (check.kind === "missing") {
    const it = check.missing.accounts.length === 1 ? "it" : "them";
    tell(`${missingSentence(check.missing)}. ${name} may fail without ${it}.`);
  }
  if (check.kind === "unknown" && !signal.aborted)
    tell(`The accounts of the user can't be checked: ${check.error.message}`);
}

import type { ApiError } from "../../api/errors.ts";
import type { UserCheck } from "./requirementChecks.ts";
import { accountLines, type MissingAccounts, missingSentence } from "./requirementText.ts";

/** The question to a person before a run whose user hasn't connected all accounts. */
export interface RequirementQuestion {
  message: string;
  detail: string;
  /** Whether the Connect Page was opened, so that another check makes sense. */
  canCheck: boolean;
}

export type RequirementChoice = "open" | "check" | "run" | "cancel";

export interface RequirementTools {
  check(): Promise<UserCheck>;
  /** Opens the Connect Page with a new token. @returns why it failed, as a sentence */
  open(): Promise<string | undefined>;
  ask(question: RequirementQuestion): Promise<RequirementChoice>;
  /** Called when the app couldn't be asked. The run continues, and its response will show any problem. */
  onUnknown(error: ApiError): void;
}

/** Checks accounts and asks until the person decides, or nothing is missing. @returns whether to start the run */
export async function settleRequirements(name: string, tools: RequirementTools): Promise<boolean> {
  const first = await tools.check();
  if (first.kind === "unknown") tools.onUnknown(first.error);
  if (first.kind !== "missing") return true;
  let { missing } = first;
  let canCheck = false;
  let still = false;
  let note: string | undefined;
  for (;;) {
    const choice = await tools.ask(questionOf(name, missing, { canCheck, still, note }));
    if (choice === "run" || choice === "cancel") return choice === "run";
    if (choice === "open") {
      note = await tools.open();
      canCheck ||= note === undefined;
      still = false;
      continue;
    }
    const again = await tools.check();
    if (again.kind === "fine") return true;
    // A person who checks again wants a result. Starting the run without one would be a surprise.
    note = again.kind === "unknown" ? `The accounts couldn't be checked again: ${again.error.message}` : undefined;
    if (again.kind === "missing") missing = again.missing;
    still = again.kind === "missing";
  }
}

interface Asking {
  canCheck: boolean;
  still: boolean;
  note: string | undefined;
}

function questionOf(name: string, missing: MissingAccounts, { canCheck, still, note }: Asking): RequirementQuestion {
  const it = missing.accounts.length === 1 ? "it" : "them";
  const page = canCheck
    ? `Connect ${it} on the page in your browser, then check again.`
    : `Open the Connect Page in your browser to connect ${it}.`;
  const parts = [note, accountLines(missing.accounts).join("\n"), `${name} may fail without ${it}. ${page}`];
  return { message: missingSentence(missing, still), detail: parts.filter(Boolean).join("\n\n"), canCheck };
}

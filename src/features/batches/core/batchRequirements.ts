import { formatCount } from "#model/counts.ts";
import { nameLines } from "#model/nameLines.ts";
import type { UsersCheck } from "#runs/requirements/requirementChecks.ts";
import { accountNames, type MissingAccounts, missingSentence, userName } from "#runs/requirements/requirementText.ts";
import type { BatchLine } from "./batchTypes.ts";

/** Lines of a batch that are about to be sent. */
export interface LinesToSend {
  name: string;
  lines: readonly BatchLine[];
  /** The numbers of the lines, in order. */
  numbers: readonly number[];
}

/** The question to a person before a batch in which some users haven't connected their accounts. */
export interface BatchQuestion {
  message: string;
  detail: string;
  /** The lines of users who have connected everything, or who couldn't be checked. */
  others: readonly number[];
}

/** The users of the lines to send, each once, in order. */
export function usersOf({ lines, numbers }: LinesToSend): string[] {
  return [...new Set(numbers.flatMap((n) => userOf(lines[n]) ?? []))];
}

/** @param check at least one user has missing accounts */
export function batchQuestion(batch: LinesToSend, { missing, error }: UsersCheck): BatchQuestion {
  const { name, lines, numbers } = batch;
  const incomplete = new Set(missing.map(({ userId }) => userId));
  const others = numbers.filter((n) => !incomplete.has(userOf(lines[n]) ?? ""));
  const [affected, all] = [numbers.length - others.length, numbers.length].map(formatCount);
  const names = missing.map(({ userId, accounts }) => `${userName(userId)}: ${accountNames(accounts)}`);
  const who = missing.length > 1 ? [nameLines("Not connected:", names).join("\n")] : [];
  const unasked = error ? [`The other users couldn't be checked: ${error.message}`] : [];
  const detail = [`${affected} of ${all} lines of ${name} may fail.`, ...who, ...unasked].join("\n\n");
  return { message: sentence(missing, usersOf(batch).length), detail, others };
}

/** *3 of 20 users haven't connected Gmail* */
function sentence(missing: readonly MissingAccounts[], users: number): string {
  const [first] = missing;
  if (first && missing.length === 1) return missingSentence(first);
  const accounts = new Set(missing.map((each) => accountNames(each.accounts)));
  const what = first && accounts.size === 1 ? accountNames(first.accounts) : "all required accounts";
  return `${formatCount(missing.length)} of ${formatCount(users)} users haven't connected ${what}`;
}

function userOf(line: BatchLine | undefined): string | undefined {
  const userId: unknown = line?.request?.user_id;
  return typeof userId === "string" && userId.trim() !== "" ? userId : undefined;
}

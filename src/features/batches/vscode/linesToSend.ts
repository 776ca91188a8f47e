import { batchQuestion, type LinesToSend, usersOf } from "#features/batches/core/batchRequirements.ts";
import type { BatchLine } from "#features/batches/core/batchTypes.ts";
import type { LineFiles } from "#features/batches/core/lineFiles.ts";
import { choose, type TextViewer } from "#host/confirm.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { withSteps } from "#host/withSteps.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { shownText } from "#runs/questions/confirmation.ts";
import { requestFacts } from "#runs/questions/requestFacts.ts";
import type { UsersCheck } from "#runs/requirements/requirementChecks.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { tellUnchecked, whileShown } from "#workbench/runFiles/vscode/create/checkRequirements.ts";
import type { BatchApp } from "./services.ts";

/** How many users are checked in silence. For more, a notification shows the progress, with *Cancel*. */
const maxSilentUsers = 20;

/**
 * Checks for each user of a batch whether they have connected all accounts, and asks the person if some haven't.
 *
 * @returns the lines to send; `undefined` when nothing is to be sent
 */
export async function chooseLinesByUser(
  context: BatchApp,
  session: RunsSession,
  batch: LinesToSend,
): Promise<readonly number[] | undefined> {
  const users = readSetting(settingIds.checkConnectedAccounts) ? usersOf(batch) : [];
  if (users.length === 0) return batch.numbers;
  const check = await checkUsers(context, session, users);
  if (!check) return undefined;
  if (check.missing.length > 0) return askPerson(batch, check, context.reports);
  if (check.error) tellUnchecked(context.log, countOf(users.length, "user"), check.error);
  return batch.numbers;
}

/** @returns `undefined` when the person canceled */
async function checkUsers(
  { requirements }: BatchApp,
  session: RunsSession,
  users: readonly string[],
): Promise<UsersCheck | undefined> {
  const concurrency = readSetting(settingIds.batchConcurrency);
  const title = `Checking the accounts of ${countOf(users.length, "user")}`;
  if (users.length <= maxSilentUsers)
    return whileShown(`${title}…`, requirements.checkAll(session, users, { concurrency }));
  return withSteps(title, users.length, async ({ signal, onStep }) => {
    let done = 0;
    const tell = (): void => onStep(`${formatCount(++done)} of ${formatCount(users.length)}`, 1);
    const check = await requirements.checkAll(session, users, { concurrency, signal, onStep: tell });
    return signal.aborted ? undefined : check;
  });
}

async function askPerson(
  batch: LinesToSend,
  check: UsersCheck,
  reports: TextViewer,
): Promise<readonly number[] | undefined> {
  const { message: question, detail, others } = batchQuestion(batch, check);
  const skip = `Skip ${countOf(batch.numbers.length - others.length, "Line")}`;
  // Enter chooses the first button, which sends no line with missing accounts.
  const buttons = [...(others.length > 0 ? [skip] : []), "Run Anyway"];
  const chosen = await choose({ question, detail, buttons }, reports);
  if (chosen === undefined) return undefined;
  return chosen === skip ? others : batch.numbers;
}

/**
 * What lines of a batch send to an app that asks, in a block for each: `tickets.jsonl:17`, and its facts below. For
 * another app the question counts them.
 */
export async function sentLines(
  { connections }: Pick<App, "connections">,
  { production }: Connection,
  lines: readonly BatchLine[],
  files: LineFiles,
): Promise<string[]> {
  if (production !== "ask") return [];
  const cover = await connections.withKeys((keys) => new Cover(keys));
  return lines.flatMap((line) => {
    const { source, request } = line;
    if (!request) return [];
    const shown = { request, files: files.names([line]), variables: [], fresh: new Map<string, string>() };
    return [[shownText(source), ...requestFacts(shown, cover)].join("\n")];
  });
}

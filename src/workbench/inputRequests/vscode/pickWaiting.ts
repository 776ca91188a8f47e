import * as vscode from "vscode";
import type { ApiError } from "#api/errors.ts";
import type { InputRequest } from "#api/schemas.ts";
import { iconText } from "#base/text/iconText.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { explorerViewId } from "#host/ids.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { formatAge } from "#model/times.ts";
import { isApproval, pendingKey } from "#runs/labels/pendingInputRequests.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { inputRequestTitle, paramWords } from "#workbench/inputRequests/core/answerWords.ts";
import { WaitingQuestions } from "#workbench/inputRequests/core/waitingQuestions.ts";
import {
  oldestFirst,
  readWaiting,
  type WaitingApp,
  waitingIn,
  type WaitingQuestion,
} from "#workbench/inputRequests/core/waitingRuns.ts";

type Context = Pick<App, "answers" | "connections" | "sessions">;

export type RequestFilter = (request: InputRequest) => boolean;

export interface RequestChoice {
  title: string;
  /** A sentence for the case that no run waits for that. */
  none?: string;
  filter?: RequestFilter;
  /** Whether the person sees the question before anything is done, so that a single one needn't be chosen. */
  isShown?: boolean;
  /** Whether the person has just answered another one: then there need not be any more. */
  isNext?: boolean;
}

const noSuchRequest = "No run needs this kind of answer.";
const showRuns = { title: "Show Runs", run: () => vscode.commands.executeCommand(`${explorerViewId}.focus`) };

/**
 * Lets the person choose among the questions of all connections, the oldest first. Each app is asked once; the list is
 * there as soon as there is something in it, and one that fails is a row with the reason.
 *
 * @throws NothingToDo when there is none; the ApiError of an app whose row was chosen
 */
export async function pickWaiting(
  { connections, sessions, answers }: Context,
  { title, none = noSuchRequest, filter = () => true, isShown = false, isNext = false }: RequestChoice,
): Promise<WaitingQuestion | undefined> {
  const asked = connections.list.filter(({ local }) => !local);
  const apps = new Map(asked.map((each) => [each.id, waitingIn(each, sessions.get(each.id))]));
  const open = new WaitingQuestions(answers);
  const rows = new Rows((questions) => open.open(questions.filter(({ request }) => filter(request))));
  const reads = asked.map(async (each) => void apps.set(each.id, await readWaiting(each, sessions.get(each.id))));
  const all = Promise.all(reads);
  const shown = (): WaitingRow[] => rows.of([...apps.values()]);
  const hasQuestion = (): boolean => shown().some(({ question }) => question);
  const untilQuestion = reads.map(async (read) => {
    await read;
    if (!hasQuestion()) await all;
  });
  if (!hasQuestion()) await Promise.race([all, ...untilQuestion]);
  // Whether there is a single one is known when the apps that the person watches have responded.
  const watched = new Set(connections.watched.map(({ id }) => id));
  if (isShown && !isNext) await Promise.all(reads.filter((_, index) => watched.has(asked[index]?.id ?? "")));
  if (isNext && !hasQuestion()) return undefined;
  const [only, ...others] = shown();
  if (!only) throw new NothingToDo(none, [showRuns]);
  const isSingle = isShown && !isNext && others.length === 0 && only.question;
  const chosen = isSingle ? only : await chooseRow(title, shown, reads);
  if (chosen?.error) throw chosen.error;
  return chosen?.question;
}

/** Lets the person choose among questions that are known. @throws NothingToDo when there is none */
export async function pickQuestion(
  connections: Context["connections"],
  questions: readonly WaitingQuestion[],
  title: string,
): Promise<WaitingQuestion | undefined> {
  if (questions.length === 0) throw new NothingToDo(noSuchRequest, [showRuns]);
  const items = questions.map((each) => questionRow(each, connections.get(each.connectionId)));
  return (await chooseRow(title, () => items, []))?.question;
}

interface WaitingRow extends vscode.QuickPickItem {
  question?: WaitingQuestion;
  /** Why an app couldn't be asked. */
  error?: ApiError;
}

async function chooseRow(
  title: string,
  rows: () => WaitingRow[],
  reads: readonly Promise<void>[],
): Promise<WaitingRow | undefined> {
  const result = await runPickStep<WaitingRow>({
    title,
    items: rows(),
    matchOnDescription: true,
    matchOnDetail: true,
    read: async (show) => {
      await Promise.all(
        reads.map(async (one) => {
          await one;
          show(rows());
        }),
      );
    },
  });
  return result?.kind === "item" ? result.item : undefined;
}

/** The rows of questions and of apps that failed. A row stays the same object while apps respond. */
class Rows {
  readonly #shown: (questions: readonly WaitingQuestion[]) => WaitingQuestion[];
  readonly #known = new Map<string, WaitingRow>();

  constructor(shown: (questions: readonly WaitingQuestion[]) => WaitingQuestion[]) {
    this.#shown = shown;
  }

  of(apps: readonly WaitingApp[]): WaitingRow[] {
    const named = new Map(apps.map(({ connection }) => [connection.id, connection]));
    const questions = oldestFirst(this.#shown(apps.flatMap((app) => app.questions)));
    const rows = questions.map((each) =>
      this.#kept(pendingKey(each), () => questionRow(each, named.get(each.connectionId))),
    );
    return [...rows, ...apps.flatMap((app) => this.#problem(app))];
  }

  /** A local app and the sample app run only while a window serves them, so that they don't respond says nothing. */
  #problem({ connection: { id, name, served, sample }, error }: WaitingApp): WaitingRow[] {
    if (!error || served || sample) return [];
    const iconPath = new vscode.ThemeIcon("warning");
    return [this.#kept(id, () => ({ label: iconText(name), description: shortReason(error), iconPath, error }))];
  }

  #kept(key: string, make: () => WaitingRow): WaitingRow {
    const row = this.#known.get(key) ?? make();
    this.#known.set(key, row);
    return row;
  }
}

function questionRow(question: WaitingQuestion, connection: Connection | undefined): WaitingRow {
  const { run, request, since } = question;
  const origin = [connection?.name, since === undefined ? undefined : formatAge(Date.now() - since)];
  return {
    label: iconText(inputRequestTitle(request)),
    description: origin.filter(Boolean).join(" · "),
    detail: iconText(
      [runTitle(run, connection?.titlePath), paramWords(request.params)].filter((text) => text !== "").join(" · "),
    ),
    iconPath: new vscode.ThemeIcon(isApproval(request) ? "verified" : "comment"),
    question,
  };
}

import { differing, shared } from "#features/waitingQueue/core/askedAlike.ts";
import type { QueueGroup, QueueRow } from "#features/waitingQueue/core/queueRows.ts";
import type {
  AppView,
  DetailView,
  GroupView,
  PartView,
  QueueView,
  RowView,
  WorkView,
} from "#features/waitingQueue/page/queueViews.ts";
import { explainError } from "#host/errors/explainError.ts";
import { isEmptyDraft } from "#model/answerDraft.ts";
import { shortId } from "#model/shortId.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { Cover } from "#runs/values/cover.ts";
import type { WaitingApp } from "#workbench/inputRequests/core/waitingRuns.ts";
import type { ReviewedRow } from "./bulkAnswers.ts";
import type { QueueDesk } from "./queueDesk.ts";
import { bodyText, sentValues } from "./review.ts";
import { rowTexts } from "./rowTexts.ts";

/** What the page shows of the desk. */
export function queueView(desk: QueueDesk): QueueView {
  const apps = desk.apps;
  const problems = new Set(apps.filter(({ error }) => error).map(({ connection }) => connection.id));
  return {
    apps: apps.map((app) => appView(desk, app)),
    groups: desk.rows.groups.map((group) => groupView(desk, group, problems)),
    settled: desk.rows.all.filter((row) => desk.progress(row).kind === "settled").length,
    isReading: desk.isReading,
    work: workView(desk),
  };
}

/** The input request beside the list. */
export function detailView(desk: QueueDesk, row: QueueRow): DetailView | undefined {
  const connection = desk.apps.find((app) => app.connection.id === row.connectionId)?.connection;
  if (!connection) return undefined;
  return {
    id: row.id,
    title: runTitle(row.run, connection.titlePath),
    app: connection.name,
    isProduction: connection.production !== undefined,
    user: row.run.user_id ?? "",
    run: shortId(row.run.id),
    request: desk.card(row),
  };
}

function appView(desk: QueueDesk, { connection: { id, name, production }, error, hasMore }: WaitingApp): AppView {
  return {
    id,
    name,
    isProduction: production !== undefined,
    waiting: desk.rows.all.filter((row) => row.connectionId === id && desk.progress(row).kind !== "settled").length,
    problem: error && explainError(error).message,
    hasMore,
  };
}

function groupView(desk: QueueDesk, { kind, rows }: QueueGroup, problems: ReadonlySet<string>): GroupView {
  const requests = rows.map(({ request }) => request);
  const columns = kind.isBulk ? differing(requests) : [{ name: "Asks", isNumber: false }];
  const { key, name, isTool, shape, isBulk } = kind;
  const same = isBulk ? shared(requests) : "";
  const views = rows.map((row): RowView => {
    const progress = desk.progress(row);
    const unreachable = problems.has(row.connectionId) ? "This app can't be reached" : "";
    return {
      id: row.id,
      app: row.connectionId,
      since: row.since,
      until: desk.until(row),
      ...rowTexts(row.request, row.run, columns),
      hasDraft: progress.kind !== "settled" && !isEmptyDraft(desk.draft(row) ?? {}),
      fixed: isBulk ? unreachable : "Each question needs its own answer",
      state: progress.kind === "open" ? "waits" : progress.kind,
      outcome: outcomeOf(progress),
    };
  });
  return { id: key, name, isTool, shape, same, isBulk, columns, rows: views };
}

function outcomeOf(progress: ReturnType<QueueDesk["progress"]>): string | undefined {
  if (progress.kind === "failed") return progress.reason;
  if (progress.kind !== "settled") return undefined;
  return progress.mine ? progress.title : progress.text;
}

function workView(desk: QueueDesk): WorkView | undefined {
  const { bulk } = desk;
  const { work } = bulk;
  if (!work || (work.stage === "review" && !desk.isRead)) return undefined;
  const { stage, decision, name, isTool, columns, reason } = work;
  const { rows, version } = bulk.reviewed();
  const cover = desk.cover ?? new Cover().keysAlone;
  const parts = [...Map.groupBy(rows, ({ of }) => of.connectionId)].map(([id, ofApp]): PartView => {
    const connection = desk.apps.find((app) => app.connection.id === id)?.connection;
    return {
      app: connection?.name ?? "A connection that is no longer watched",
      isProduction: connection?.production !== undefined,
      rows: ofApp.map((row) => ({
        id: row.of.id,
        user: row.of.user,
        values: row.of.values,
        prompt: row.of.prompt,
        ...(stage === "review" ? reviewParts(row, cover) : { sent: [], json: "", outcome: bulk.outcome(row.of) }),
      })),
    };
  });
  const { hasChanged, isSending } = bulk;
  return { stage, decision, name, isTool, columns, reason, parts, version, hasChanged, isSending };
}

function reviewParts({ row, answer, problem, isOver }: ReviewedRow, cover: Cover) {
  const over = isOver ? "The run no longer waits for this answer" : undefined;
  if (!answer || !row) return { sent: [], json: "", problem, over };
  return { sent: sentValues(row.request, answer, cover), json: bodyText(answer, cover) };
}

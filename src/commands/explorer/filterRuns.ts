import * as vscode from "vscode";
import { ArgumentError, NothingToDo } from "../../host/errors/userError.ts";
import { rowText } from "../../runs/labels/runLabel.ts";
import { filterProblem, type LooseFilter, tidyFilter } from "../../runs/store/filters/checkFilter.ts";
import { ageWords, filterWords, statusesWords } from "../../runs/store/filters/filterWords.ts";
import { isFiltered, type RunFilter, type SavedView } from "../../runs/store/filters/runFilter.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";
import { activateConnection } from "../connections/switchConnection.ts";
import { isGiven } from "../givenArgument.ts";
import { requireSession } from "../guards.ts";
import { findRun } from "../runs/runTarget.ts";
import { runPickStep } from "../steps/pickStep.ts";
import type { FilterPart } from "./filterPlace.ts";
import { filterSteps } from "./filterSteps.ts";
import { askAndSaveView, hasFilter } from "./savedViews.ts";

type Needs = Pick<
  App,
  "activeRuns" | "batches" | "connections" | "layouts" | "makeClient" | "panels" | "sessions" | "tree"
>;

/**
 * Lets the person edit the explorer's filter; each change applies at once. With a filter as argument it asks nothing.
 * @returns the new filter.
 * @throws ArgumentError about a field of the argument
 */
export async function filterRuns(context: Needs, argument: unknown): Promise<RunFilter> {
  const problem = isGiven(argument) ? filterProblem(argument) : undefined;
  if (problem) throw new ArgumentError(problem);
  const session = requireSession(context.activeRuns);
  if (isGiven(argument)) await context.layouts.setFilter(session.connectionId, argument as RunFilter);
  else await build(context, session);
  return context.layouts.layout(session.connectionId).filter;
}

export async function clearFilter(context: Needs): Promise<void> {
  await context.layouts.setFilter(requireSession(context.activeRuns).connectionId, {});
}

/**
 * Adds the user or the session of a run to the filter, in the explorer of its connection. Its other parts stay.
 * @returns the filter.
 */
export function filterByRun(part: "userId" | "sessionId") {
  return async (context: Needs, argument: unknown): Promise<RunFilter | undefined> => {
    const target = await findRun(context, argument);
    if (!target) return undefined;
    if (target.file !== undefined) throw new NothingToDo("This run comes from an export and isn't in the list.");
    const session = context.sessions.get(target.connectionId);
    const run = session.store.get(target.runId) ?? (await (await session.api()).getRun(target.runId));
    const value = part === "userId" ? run.user_id : run.session_id;
    if (!value) throw new NothingToDo(part === "userId" ? "This run has no user." : "This run has no session.");
    if (context.connections.active?.id !== target.connectionId) await activateConnection(context, target.connectionId);
    const { filter } = context.layouts.layout(target.connectionId);
    await context.layouts.setFilter(target.connectionId, { ...filter, [part]: value });
    return context.layouts.layout(target.connectionId).filter;
  };
}

type Choice = FilterPart | "save" | "clear";
type Row = vscode.QuickPickItem & { choice?: Choice; view?: SavedView };

async function build(context: Needs, session: RunsSession): Promise<void> {
  const { layouts } = context;
  const { connectionId } = session;
  const drafts = new Map<FilterPart, string>();
  let at: Choice = "statuses";
  while (true) {
    const { filter } = layouts.layout(connectionId);
    const words = filterWords(filter);
    const placeholder = words ? `Shown: ${words}` : "Choose which runs the explorer shows";
    const isActive = ({ choice }: Row): boolean => choice === at;
    const chosen = await runPickStep({
      title: "Filter Runs",
      placeholder,
      items: [...rows(filter), ...viewRows(layouts.views(connectionId).filter(hasFilter))],
      isActive,
    });
    if (chosen?.kind === "item" && chosen.item.view) return layouts.setFilter(connectionId, chosen.item.view.filter);
    if (chosen?.kind !== "item" || !chosen.item.choice) return;
    at = chosen.item.choice;
    if (at === "clear") {
      await layouts.setFilter(connectionId, {});
      at = "statuses";
    } else if (at === "save") {
      if ((await askAndSaveView(context, connectionId, { back: true })) !== "back") return;
    } else {
      const change = (part: LooseFilter): Promise<void> =>
        layouts.setFilter(connectionId, tidyFilter({ ...layouts.layout(connectionId).filter, ...part }));
      const runs = session.store.runs();
      if (!(await filterSteps[at]({ filter, change, runs, titlePath: session.store.titlePath, drafts }))) return;
    }
  }
}

function viewRows(views: readonly SavedView[]): Row[] {
  if (views.length === 0) return [];
  const separator: Row = { label: "Saved views", kind: vscode.QuickPickItemKind.Separator };
  const iconPath = new vscode.ThemeIcon("filter");
  return [
    separator,
    ...views.map((view): Row => ({ label: view.name, description: filterWords(view.filter), iconPath, view })),
  ];
}

function rows(filter: RunFilter): Row[] {
  const { statuses = [], userId, sessionId, text, maxAge } = filter;
  const row = (choice: Choice, label: string, icon: string, description = ""): Row => ({
    choice,
    label,
    description,
    iconPath: new vscode.ThemeIcon(icon),
  });
  const parts = [
    row("statuses", "Status", "pulse", statusesWords(statuses) || "any"),
    row("userId", "User", "account", userId ?? "any"),
    row("sessionId", "Session", "comment-discussion", sessionId ?? "any"),
    row("text", "Text", "search", text ? `“${rowText(text)}”` : "any"),
    row("maxAge", "Age", "history", maxAge === undefined ? "any" : ageWords(maxAge)),
  ];
  if (!isFiltered(filter)) return parts;
  const separator: Row = { label: "", kind: vscode.QuickPickItemKind.Separator };
  return [...parts, separator, row("save", "Save as View…", "save"), row("clear", "Clear", "clear-all")];
}

import * as vscode from "vscode";
import { confirm } from "../../host/confirm.ts";
import { ArgumentError, NothingToDo, UserError } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import type { KnownBatch } from "../../runs/batches/batchStore.ts";
import { filterWords } from "../../runs/store/filters/filterWords.ts";
import { isFiltered, type RunFilter, type SavedView } from "../../runs/store/filters/runFilter.ts";
import type { App } from "../app.ts";
import { isGiven } from "../givenArgument.ts";
import { requireSession } from "../guards.ts";
import { runInputStep } from "../steps/inputStep.ts";

type Needs = Pick<App, "activeRuns" | "batches" | "layouts">;

/** Saves the filter under a name. @param name without it, the person is asked @returns the view */
export async function saveView(context: Needs, name: unknown): Promise<SavedView | undefined> {
  if (isGiven(name) && (typeof name !== "string" || name.trim() === "")) {
    throw new ArgumentError("name: expected the view's name.");
  }
  const { connectionId } = requireSession(context.activeRuns);
  const { filter } = context.layouts.layout(connectionId);
  if (!isFiltered(filter)) {
    const way = { title: "Filter Runs…", run: { command: commandIds.filter } };
    throw new NothingToDo("There is no filter to save as a view. Filter the runs first.", [way]);
  }
  if (typeof name === "string") return context.layouts.saveView(connectionId, name.trim(), filter);
  const saved = await askAndSaveView(context, connectionId, {});
  return saved === "back" ? undefined : saved;
}

/** Asks for a name and saves the filter under it. */
export async function askAndSaveView(
  context: Needs,
  connectionId: string,
  { back = false }: { back?: boolean },
): Promise<SavedView | "back" | undefined> {
  const { filter } = context.layouts.layout(connectionId);
  const name = await askViewName("Save as View", filterWords(filter), { back });
  if (name?.kind !== "value") return name?.kind === "back" ? "back" : undefined;
  return context.layouts.saveView(connectionId, name.value, filter);
}

/** Renames a view. @param argument its row or its id @param name without it, the person is asked */
export async function renameView(context: Needs, argument: unknown, name: unknown): Promise<void> {
  const batch = batchOf(context, argument);
  const view = batch?.head ?? (await pickView(context, argument, "Rename which view?"));
  if (!view) return;
  const wanted =
    typeof name === "string" && name.trim() !== ""
      ? name.trim()
      : (await askViewName(`Rename ${view.name}`, view.name, { noun: batch ? "batch" : "view" }))?.value;
  if (wanted && batch) await context.batches.rename(view.id, wanted);
  else if (wanted) await context.layouts.renameView(requireSession(context.activeRuns).connectionId, view.id, wanted);
}

/** Deletes a view, after a confirmation; by its id, from a script, without one. Its runs aren't affected. */
export async function deleteView(context: Needs, argument: unknown): Promise<void> {
  const { connectionId } = requireSession(context.activeRuns);
  const batch = batchOf(context, argument);
  const view = batch?.head ?? (await pickView(context, argument, "Delete which view?"));
  if (!view) return;
  const question = `Delete the ${batch ? "batch" : "view"} “${view.name}”?`;
  const lost =
    batch && batch.counts.created < lineCount(batch)
      ? " Its unsent, failed and unknown lines can no longer be continued or retried."
      : "";
  const detail = `Its runs aren't deleted.${lost}`;
  const asks = typeof argument !== "string";
  if (asks && !(await confirm({ question, detail, act: "Delete" }))) return;
  if (batch) await context.batches.remove(view.id);
  else await context.layouts.deleteView(connectionId, view.id);
}

/** Applies a view's filter to the whole explorer. A saved search has none. @returns the filter */
export async function applyView(context: Needs, argument: unknown): Promise<RunFilter | undefined> {
  const { connectionId } = requireSession(context.activeRuns);
  const view = await pickView(context, argument, "Use which view as the filter?", hasFilter);
  if (!view) return undefined;
  await context.layouts.setFilter(connectionId, view.filter);
  return context.layouts.layout(connectionId).filter;
}

/** Asks for the name of a view, which may not be empty. */
export async function askViewName(
  title: string,
  value: string,
  { noun = "view", back = false }: { noun?: "view" | "batch"; back?: boolean } = {},
) {
  const check = (text: string): string | undefined => (text === "" ? `Give the ${noun} a name.` : undefined);
  return runInputStep({ title, prompt: `The ${noun}'s name in the explorer`, value, back, check });
}

/** Whether a view is a saved filter, not a saved search. */
export function hasFilter({ search }: SavedView): boolean {
  return search === undefined;
}

/** The view for a command: from its row or id, otherwise the person chooses. @param isWanted which views it is for */
async function pickView(
  context: Needs,
  argument: unknown,
  title: string,
  isWanted: (view: SavedView) => boolean = () => true,
): Promise<SavedView | undefined> {
  const views = context.layouts.views(requireSession(context.activeRuns).connectionId).filter(isWanted);
  const id = typeof argument === "string" ? argument : viewIdOf(argument);
  if (id !== undefined) {
    const view = views.find((each) => each.id === id);
    if (!view) throw new UserError("This view no longer exists.");
    return view;
  }
  if (views.length === 0) {
    const way = { title: "Filter Runs…", run: { command: commandIds.filter } };
    throw new NothingToDo("There is no saved view yet. Filter the runs, then save the filter as a view.", [way]);
  }
  const items = views.map((view) => ({ label: view.name, description: view.search ?? filterWords(view.filter), view }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.view;
}

/** The batch of a row or an id. */
function batchOf({ batches }: Needs, argument: unknown): KnownBatch | undefined {
  return batches.get(typeof argument === "string" ? argument : (viewIdOf(argument) ?? ""));
}

function lineCount({ counts }: KnownBatch): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function viewIdOf(argument: unknown): string | undefined {
  const { kind, viewId } = (argument ?? {}) as { kind?: unknown; viewId?: unknown };
  return kind === "view" && typeof viewId === "string" ? viewId : undefined;
}

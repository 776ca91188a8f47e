import * as vscode from "vscode";
import { type CommandId, commandIds } from "#host/commandIds.ts";
import { commandTitle } from "#host/commandTitle.ts";
import { confirm } from "#host/confirm.ts";
import { showPick } from "#host/dialogs.ts";
import { ArgumentError, NothingToDo, UserError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { queryTextOf } from "#runs/query/listQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { App } from "#workbench/app.ts";
import { requireShown } from "./shownRuns.ts";

type Context = Pick<App, "activeRuns" | "layouts" | "shownRuns">;

/** Saves the filter under a name. @param name without it, the person is asked @returns the view */
export async function saveView(context: Context, name: unknown): Promise<SavedView | undefined> {
  const { layoutId } = requireShown(context);
  const query = queryTextOf(context.layouts.layout(layoutId).filter);
  const [problem] = parseQuery(query, 0).problems;
  if (problem) throw new UserError(`This filter can't be saved as a view. ${problem.message}`);
  return saveQuery(context, layoutId, { query, name, command: commandIds.saveView });
}

/** Saves a query under a name. @param name as for a filter @param command that asks for it @returns the view */
export async function saveQuery(
  { layouts }: Pick<Context, "layouts">,
  connectionId: string,
  { query, name, command }: { query: string; name: unknown; command: CommandId },
): Promise<SavedView | undefined> {
  if (isGiven(name) && (typeof name !== "string" || name.trim() === "")) {
    throw new ArgumentError("name: expected the view's name.");
  }
  if (query === "") {
    const way = { title: "Filter Runs…", run: { command: commandIds.filter } };
    throw new NothingToDo("There is no filter to save as a view. Filter the runs first.", [way]);
  }
  const newName = typeof name === "string" ? name.trim() : (await askViewName(commandTitle(command), query))?.value;
  if (newName === undefined) return undefined;
  const view = await layouts.saveView(connectionId, newName, query);
  vscode.window.setStatusBarMessage(`${view.name} is in ${layouts.title}.`, 5_000);
  return view;
}

/** Renames a view. @param argument its row or its id @param name without it, the person is asked */
export async function renameView(context: Context, argument: unknown, name: unknown): Promise<void> {
  const other = otherView(context, argument);
  const view = other?.view ?? (await pickView(context, argument, "Rename which view?"));
  if (!view) return;
  const newName =
    typeof name === "string" && name.trim() !== ""
      ? name.trim()
      : (await askViewName(`Rename ${view.name}`, view.name, other?.view.noun))?.value;
  if (newName && other) await other.source.rename(view.id, newName);
  else if (newName) await context.layouts.renameView(requireShown(context).layoutId, view.id, newName);
}

/** Deletes a view, after a confirmation; by its id, from a script, without one. Its runs aren't affected. */
export async function deleteView(context: Context, argument: unknown): Promise<void> {
  const { layoutId } = requireShown(context);
  const other = otherView(context, argument);
  const view = other?.view ?? (await pickView(context, argument, "Delete which view?"));
  if (!view) return;
  const question = `Delete the ${other?.view.noun ?? "view"} “${view.name}”?`;
  const detail = ["Its runs aren't deleted.", other?.view.loss ?? ""].join(" ").trimEnd();
  const asks = typeof argument !== "string";
  if (asks && !(await confirm({ question, detail, act: "Delete" }))) return;
  if (other) await other.source.remove(view.id);
  else await context.layouts.deleteView(layoutId, view.id);
}

/** Asks for the name of a view, which may not be empty. */
async function askViewName(title: string, value: string, noun = "view") {
  const check = (text: string): string | undefined => (text === "" ? `Give the ${noun} a name.` : undefined);
  return runInputStep({ title, prompt: "Name shown in the Runs view", value, back: false, check });
}

/** The view for a command: from its row or id, otherwise the person chooses. */
export async function pickView(context: Context, argument: unknown, title: string): Promise<SavedView | undefined> {
  const views = context.layouts.views(requireShown(context).layoutId);
  const id = viewIdOf(argument);
  if (id !== undefined) {
    const view = views.find((each) => each.id === id);
    if (!view) throw new UserError("This view no longer exists. Select another one.");
    return view;
  }
  if (views.length === 0) {
    const way = { title: "Filter Runs…", run: { command: commandIds.filter } };
    throw new NothingToDo("There is no saved view yet. Filter or search the runs, then save the filter as a view.", [
      way,
    ]);
  }
  const items = views.map((view) => ({ label: view.name, description: view.query ?? "", view }));
  return (await showPick(items, { title, matchOnDescription: true }))?.view;
}

/** The view of another feature, by its row or its id. */
function otherView({ layouts }: Context, argument: unknown) {
  return layouts.sourceOf(viewIdOf(argument) ?? "");
}

/** The id of a saved view or a batch that a command was given: itself, or by its row. */
export function viewIdOf(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  const { kind, viewId } = (argument ?? {}) as { kind?: unknown; viewId?: unknown };
  return kind === "view" && typeof viewId === "string" ? viewId : undefined;
}

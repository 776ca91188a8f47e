import * as vscode from "vscode";
import { ArgumentError } from "../../host/errors/userError.ts";
import type { SavedView } from "../../runs/store/filters/runFilter.ts";
import type { App } from "../app.ts";
import { askViewName } from "../explorer/savedViews.ts";
import { isGiven } from "../givenArgument.ts";
import { noSearch } from "./resultActions.ts";

type Needs = Pick<App, "layouts" | "results">;

/**
 * Saves the search whose results are shown, as a row of *Saved Views & Batches*. Selecting it searches again.
 *
 * @param name without it, the person is asked
 * @returns the view; `undefined` when dismissed
 */
export async function saveSearch({ results, layouts }: Needs, name: unknown): Promise<SavedView | undefined> {
  if (isGiven(name) && (typeof name !== "string" || name.trim() === "")) {
    throw new ArgumentError("name: expected the view's name.");
  }
  const { shown } = results;
  if (!shown || shown.given) throw noSearch();
  const { text } = shown.query;
  const wanted = typeof name === "string" ? name.trim() : await ask(text);
  if (wanted === undefined) return undefined;
  const view = await layouts.saveView(shown.connectionId, wanted, {}, text);
  vscode.window.setStatusBarMessage(`${view.name} is in Saved Views & Batches.`, 5_000);
  return view;
}

async function ask(text: string): Promise<string | undefined> {
  const answer = await askViewName("Save Search as View", text);
  return answer?.kind === "value" ? answer.value : undefined;
}

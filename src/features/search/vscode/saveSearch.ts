import { NothingToDo } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import type { SavedView } from "../../../runs/store/savedView.ts";
import type { App } from "../../app.ts";
import { saveQuery } from "../../explorer/vscode/savedViews.ts";
import type { SearchServices } from "./services.ts";

/** Saves the search whose results are shown, like a filter. @param name as for a filter @returns the view */
export async function saveSearch(
  { layouts, results }: Pick<App, "layouts"> & Pick<SearchServices, "results">,
  name: unknown,
): Promise<SavedView | undefined> {
  const { shown } = results;
  if (!shown || shown.given) throw noSearch();
  return saveQuery({ layouts }, shown.connectionId, { query: shown.query.text, name });
}

/** Without results there is nothing to save, or to search again. */
export function noSearch(): NothingToDo {
  return new NothingToDo("There are no search results yet.", [
    { title: "Search Runs…", run: { command: commandIds.searchRuns } },
  ]);
}

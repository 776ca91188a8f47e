import { NothingToDo } from "#host/errors/userError.ts";
import { point, type Points } from "#workbench/core/points.ts";

/** What finds runs by more than the list of their app knows: by words, tools and values. */
interface RunSearch {
  search(query: string): Promise<void>;
  /** Lets the person go on with a search. */
  edit(beginning: string): Promise<void>;
  /** The search whose results are shown. */
  shown(): { connectionId: string; query: string } | undefined;
}

export const runSearches = point<RunSearch>("run searches");

/** @throws NothingToDo without a feature that searches runs */
export function searchIn({ points }: { points: Points }): RunSearch {
  const [first] = points.of(runSearches);
  if (!first) throw new NothingToDo("Runs can't be searched here. Filter them by status, user, session or age.");
  return first;
}

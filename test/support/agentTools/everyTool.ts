import { allTools } from "#features/agents/core/ownTools.ts";
import { compareRuns } from "#features/compare/core/tools/compareRuns.ts";
import { goldenTool } from "#features/golden/core/tools/runGoldenTests.ts";
import { searchTool } from "#features/search/core/tools/searchRuns.ts";

type IndexOf = Parameters<typeof searchTool>[0];

/** The tools of all features, as a window has them; without an index, as the command line has them. */
export function everyTool(indexOf?: IndexOf) {
  return allTools([...(indexOf ? [searchTool(indexOf)] : []), compareRuns, goldenTool()]);
}

/** The tools of a window by their names, in order. */
export const windowTools = everyTool(async () => undefined);

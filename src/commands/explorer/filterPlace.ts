import type { Run } from "../../api/schemas.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import type { LooseFilter } from "../../runs/store/filters/checkFilter.ts";
import type { RunFilter } from "../../runs/store/filters/runFilter.ts";

export type FilterPart = keyof RunFilter;

/** What a step of *Filter Runs…* works with. */
export interface FilterPlace {
  filter: RunFilter;
  /** Applies a part at once; `undefined` takes it away. */
  change: (part: LooseFilter) => Promise<void>;
  /** The runs that are loaded: what they have is suggested. */
  runs: readonly Run[];
  /** Where their titles stand. */
  titlePath: JsonPath | undefined;
  /** What was typed and left by *Back*. */
  drafts: Map<FilterPart, string>;
}

import type { Run } from "../../api/schemas.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import type { LooseFilter } from "../../runs/store/filters/checkFilter.ts";
import type { RunFilter } from "../../runs/store/filters/runFilter.ts";

export type FilterPart = keyof RunFilter;

/** The data for a step of *Filter Runs…*. */
export interface FilterPlace {
  filter: RunFilter;
  /** Applies a part at once; `undefined` removes it. */
  change: (part: LooseFilter) => Promise<void>;
  /** The loaded runs, whose values are suggested. */
  runs: readonly Run[];
  /** The path of their titles. */
  titlePath: JsonPath | undefined;
  /** Texts that were typed before *Back*. */
  drafts: Map<FilterPart, string>;
}

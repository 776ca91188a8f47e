import type { ComparePanels } from "./comparePanels.ts";
import type { CompareSelection } from "./compareSelection.ts";

/** What it offers to its commands and to the features below it. */
export interface CompareFeatureServices {
  /** Two runs beside each other. */
  comparisons: ComparePanels;
  /** The run that was selected for comparison. */
  compared: CompareSelection;
}

import type { CardView } from "../insightsViews.ts";

/** A point that the reader chose: a row of the table, and one of its drawn columns. */
export interface Selected {
  row: number;
  /** Its id; absent for the whole row. */
  column?: string;
}

export interface DrawnProps {
  card: CardView;
  /** In pixels. */
  width: number;
  selected: Selected | undefined;
  splitAt: number | undefined;
  split: string | undefined;
}

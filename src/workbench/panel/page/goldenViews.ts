import type { TextPiece } from "#ui/textPiece.ts";

/** What a run of a golden test shows when its checks have failed. */
export interface GoldenView {
  /** The first words of the banner; the text follows them. */
  lead: string;
  text: TextPiece[];
  /** The first step that differs, or the one that a failed check blames. */
  step?: { number: number; sequence: number };
  /** Whether the golden run can be shown beside the run. */
  canCompare: boolean;
  /** Whether a failed check can take over what the run did. */
  canAccept: boolean;
  marks: GoldenMark[];
}

/** A line below a step that differs from the golden run, or that broke a check. */
export interface GoldenMark {
  id: string;
  /** `removed`: the golden run has steps after this one that the run doesn't have. */
  kind: "changed" | "added" | "removed" | "moved" | "broken";
  text: TextPiece[];
}

import type { IconName } from "#ui/icons.ts";
import type { TextPiece } from "#ui/textPiece.ts";
import type { ActView } from "#workbench/core/acts.ts";

/** What a feature knows of a run: a banner, and marks at steps. */
export interface NoteView {
  /** The name of the banner for a screen reader. */
  name: string;
  icon: IconName;
  /** The first words of the banner; the text follows them. */
  lead: string;
  text: TextPiece[];
  /** The step that the banner is about. */
  step?: { number: number; sequence: number };
  /** The buttons of the banner. */
  acts: ActView[];
  marks: NoteMark[];
}

/** A line below a step. */
export interface NoteMark {
  /** The id of the step. */
  id: string;
  /** A step has one mark of a kind. */
  kind: string;
  icon: IconName;
  text: TextPiece[];
}

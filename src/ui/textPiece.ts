import type { IconName } from "./icons.ts";

/** A plain or monospace piece of a sentence. */
export interface TextPiece {
  text: string;
  code?: boolean;
  /** ISO 8601. The time since then follows the text and keeps counting. */
  since?: string;
  /** The call of a step's traceback whose code it opens. */
  frame?: { id: string; frame: number };
  /** The step of the story that it leads to. */
  step?: { sequence: number; icon: IconName };
}

import type { IconName } from "./icons.ts";
import type { TextPiece } from "./textPiece.ts";

/**
 * What every page and the extension say to each other, beside the messages of the page's own. `PagePanel` and `openPage`
 * are the two ends.
 */

/** Extension → page, before the rest: what VS Code restores the panel by. */
export interface Remember {
  type: "remember";
  memory: object;
}

/** Extension → page, in place of content. `Message` is what the page may post. */
export type PageMessage<Message extends object> =
  /** The page has no content yet. */
  | { type: "pageLoading"; loading: PageLoading }
  /** The page can't have any content. A button posts its action. */
  | { type: "pageProblem"; problem: PageProblem<Message | Reload> };

/** Page → extension, after `Remember`: VS Code has what it restores the panel by. */
export interface Remembered {
  type: "remembered";
}

/** Page → extension: reads again what couldn't be read. */
export interface Reload {
  type: "reload";
}

export interface PageLoading {
  /** The name of the page, for a screen reader. */
  label: string;
  /** What is known already, and what is being read: *the events of A and B*. */
  head?: { icon: IconName; title: string; text: string };
}

/** Why there is nothing to show. */
export interface PageProblem<Action> {
  kind: "unreachable" | "not-found" | "auth" | "forbidden" | "plan-limit" | "no-connection" | "other";
  /** Names what can't be shown, or what has happened to it. */
  title: string;
  text: readonly TextPiece[];
  /** Buttons, the first one primary. */
  actions: readonly { label: string; action: Action }[];
}

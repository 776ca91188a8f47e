import { formatCount } from "../../model/counts.ts";
import type { MarkedPiece } from "../../protocol/compare/compareViews.ts";

/** Of a text that is equal in both runs as much stays beside what differs, in characters. */
const context = 160;
/** A longer equal piece is shortened. */
const longestEqual = 3 * context;
/** As much of one text is shown in all. */
const longest = 4_000;

/** A text without the middle of what is long and equal, and without what is left after much of it. */
export function shortened(pieces: readonly MarkedPiece[]): MarkedPiece[] {
  const short = pieces.map((piece, index): MarkedPiece => {
    const [text, differs] = piece;
    if (differs || text.length <= longestEqual) return piece;
    const before = index === 0 ? "" : text.slice(0, context);
    const after = index === pieces.length - 1 ? "" : text.slice(-context);
    const left = text.length - before.length - after.length;
    return [`${before} … ${formatCount(left)} equal characters … ${after}`.trim(), false];
  });
  const shown: MarkedPiece[] = [];
  let room = longest;
  for (const [text, differs] of short) {
    if (room <= 0) break;
    shown.push([text.length > room ? `${text.slice(0, room)}…` : text, differs]);
    room -= text.length;
  }
  return shown;
}

import type { Size } from "../../../../../ui/hooks/useSize.ts";

export interface HoverPlace {
  left: number;
  width: number;
  /** Pixels from the upper edge; `bottom` from the lower one, when there is no room below. */
  top?: number;
  bottom?: number;
}

/** In pixels: the greatest width of the details, the room that they need below a row, and the margin at the edges. */
const widest = 348;
const wantedRoom = 180;
const margin = 8;

interface HoverAt {
  /** Where the bar begins in the track, and the width of the track. */
  bar: number;
  track: number;
  /** The upper edge of the row in the view. */
  row: number;
  rowHeight: number;
  view: Size;
}

/** Below its row, or above it if there is more room. */
export function placeHover({ bar, track, row, rowHeight, view }: HoverAt): HoverPlace {
  const width = Math.min(widest, view.width - 2 * margin);
  const left = Math.min(view.width - track + Math.max(0, bar), view.width - width - margin);
  const below = view.height - row - rowHeight;
  const side = below >= wantedRoom || below >= row ? { top: row + rowHeight + 2 } : { bottom: view.height - row + 2 };
  return { left: Math.max(margin, left), width, ...side };
}

import { Axes } from "./Axes.tsx";
import { bandsOf, frameOf, heightsOf } from "./chartFrame.ts";
import type { DrawnProps } from "./drawnProps.ts";
import { Hatch } from "./Hatch.tsx";

/** The looks of the parts from the base on: failed ones are wider, so that color isn't needed to tell them apart. */
const looks = ["failed", "open", "canceled", "completed"] as const;

/** Bars of counts above each other. What has to be compared from bar to bar is at the base. */
export function StackChart({ card, width, selected, splitAt, split }: DrawnProps) {
  const { rows } = card.table;
  const frame = frameOf(width, 0);
  const bands = bandsOf(rows.length, frame);
  const counts = rows.map((row) => card.drawn.map((column) => Number(row[column] ?? 0)));
  const highest = Math.max(1, ...counts.map((row) => row.reduce((sum, count) => sum + count, 0)));
  const heights = heightsOf({ lowest: 0, highest, kind: "count" }, frame);
  const room = bands.width;
  return (
    <>
      <Hatch id="hatch" />
      {selected !== undefined && (
        <rect
          class="selected"
          x={bands.start(selected.row)}
          y={frame.top}
          width={room}
          height={frame.bottom - frame.top}
        />
      )}
      <Axes {...{ frame, heights, bands, points: card.points, splitAt, split }} />
      {counts.map((row, at) => {
        let below = 0;
        return row.map((count, part) => {
          const from = heights.of(below);
          below += count;
          const height = from - heights.of(below);
          if (count === 0) return null;
          const share = part === 0 ? 0.88 : 0.62;
          const barWidth = Math.min(room * share, part === 0 ? 58 : 40);
          // A gap of a pixel between two parts, but never more than half of a part.
          const gap = Math.min(1, height / 2);
          const x = bands.start(at) + (room - barWidth) / 2;
          const y = heights.of(below);
          const look = `part ${looks[part]}`;
          return (
            <rect
              class={look}
              key={`${at}-${part}`}
              x={x}
              y={y}
              width={barWidth}
              height={Math.max(0.5, height - gap)}
            />
          );
        });
      })}
    </>
  );
}

import { type Bands, type DrawnProps, type Frame, type Heights, labelled } from "./chartFrame.ts";

interface AxesProps {
  chart: Pick<DrawnProps, "card" | "selected" | "splitAt" | "split">;
  frame: Frame;
  heights: Heights;
  bands: Bands;
}

/** What lies behind the values: the chosen point, lines and values at the left, names of points below, the split. */
export function Axes({ chart, frame, heights, bands }: AxesProps) {
  const { selected, splitAt, split } = chart;
  const { points } = chart.card;
  const { left, right, top, bottom } = frame;
  const hasLabel = labelled(points.length, frame, Math.max(0, ...points.map(({ axis }) => axis.length)));
  const cut = splitAt === undefined ? undefined : left + splitAt * (right - left);
  return (
    <>
      {selected && (
        <rect class="selected" x={bands.start(selected.row)} y={top} width={bands.width} height={bottom - top} />
      )}
      {heights.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={left} x2={right} y1={heights.of(tick)} y2={heights.of(tick)} />
          <text class="axis" x={left - 6} y={heights.of(tick) + 4} text-anchor="end">
            {heights.format(tick)}
          </text>
        </g>
      ))}
      <line class="base" x1={left} x2={right} y1={bottom} y2={bottom} />
      {points.map(({ axis }, at) =>
        hasLabel(at) ? (
          <text class="axis" key={at} x={bands.middle(at)} y={bottom + 14} text-anchor="middle">
            {axis}
          </text>
        ) : null,
      )}
      {cut !== undefined && (
        <>
          <line class="cut" x1={cut} x2={cut} y1={top - 12} y2={bottom} />
          <text
            class="axis cut-name"
            x={cut + (cut > (left + right) / 2 ? -5 : 5)}
            y={top - 4}
            text-anchor={cut > (left + right) / 2 ? "end" : "start"}
          >
            {split}
          </text>
        </>
      )}
    </>
  );
}

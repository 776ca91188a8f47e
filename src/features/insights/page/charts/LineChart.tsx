import { cellAt, columnWith } from "#features/insights/page/insightsTable.ts";
import { Axes } from "./Axes.tsx";
import { bandsOf, endName, endsOf, frameOf, heightsOf, highestOf, lowestOf, type DrawnProps } from "./chartFrame.ts";

/** One or two lines, named at their ends: the first solid with circles, the second dashed with squares. */
export function LineChart(props: DrawnProps) {
  const { card, width } = props;
  const { table } = card;
  const frame = frameOf(width, endsOf(card));
  const bands = bandsOf(table.rows.length, frame);
  const lines = card.drawn.map((id) => ({
    column: columnWith(table, id),
    values: table.rows.map((_, row) => {
      const cell = cellAt(table, row, id);
      return typeof cell === "number" ? cell : undefined;
    }),
  }));
  const knownValues = lines.flatMap(({ values }) => values.filter((value) => value !== undefined));
  const kind = lines[0]?.column.kind ?? "count";
  const highest = highestOf(kind, knownValues);
  const heights = heightsOf({ lowest: lowestOf(kind, knownValues), highest, kind }, frame);
  const path = (values: readonly (number | undefined)[]): string =>
    pathOf(values, (value, at) => `${bands.middle(at).toFixed(1)} ${heights.of(value).toFixed(1)}`);
  const labelHeights = spacedHeights(
    lines.map(({ values }) => heights.of(values.findLast((value) => value !== undefined) ?? 0)),
  );
  return (
    <>
      <Axes chart={props} frame={frame} heights={heights} bands={bands} />
      {lines.map(({ column, values }, n) => {
        const last = values.findLast((value) => value !== undefined);
        return (
          <g key={column.id} class={n === 0 ? "first" : "second"}>
            <path class="line" d={path(values)} />
            {values.map((value, at) => {
              if (value === undefined) return null;
              const [x, y] = [bands.middle(at), heights.of(value)];
              return n === 0 ? (
                <circle class="mark" key={at} cx={x} cy={y} r={3} />
              ) : (
                <rect class="mark" key={at} x={x - 3} y={y - 3} width={6} height={6} />
              );
            })}
            {last !== undefined && (
              <text class="end" x={frame.right + 6} y={(labelHeights[n] ?? 0) + 4}>
                {endName(card, column, last)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** A line through all values, interrupted where one is missing. */
function pathOf(values: readonly (number | undefined)[], point: (value: number, at: number) => string): string {
  const steps = values.map((value, at) => {
    if (value === undefined) return "";
    return `${at === 0 || values[at - 1] === undefined ? "M" : "L"}${point(value, at)}`;
  });
  return steps.join("");
}

/** In pixels: two names at least this far apart. */
const minNameDistance = 15;

function spacedHeights(heights: readonly number[]): number[] {
  const [first = 0, second] = heights;
  if (second === undefined || Math.abs(first - second) >= minNameDistance) return [...heights];
  const middle = (first + second) / 2;
  return first > second
    ? [middle + minNameDistance / 2, middle - minNameDistance / 2]
    : [middle - minNameDistance / 2, middle + minNameDistance / 2];
}

import { type Cell, formatCell } from "../../../model/insights/insightsTable.ts";
import type { DrawnProps } from "./drawnProps.ts";
import { Hatch } from "./Hatch.tsx";

const barHeight = 26;
/** So many bars are drawn; the table has all. */
export const mostBars = 6;

/** In pixels: below this width, the name of a bar is above it. */
const slim = 420;

/** One bar for each row, with its name, its value and what else is known of it. */
export function BarChart({ card, width, selected }: DrawnProps) {
  const { columns, rows } = card.table;
  const [drawn = 1, marked] = card.drawn;
  const shown = rows.slice(0, mostBars);
  const isSlim = width < slim;
  const named = isSlim ? 0 : Math.min(220, width * 0.3);
  const track = { from: 12 + named, to: width - 12 - 160 };
  const longest = Math.max(...shown.map((row) => numberOf(row[drawn])));
  const widths = (value: number): number =>
    longest <= 0 ? 0 : (value / longest) * Math.max(20, track.to - track.from);
  const step = isSlim ? barHeight + 14 : barHeight;
  return (
    <>
      {card.id === "waits" && <Hatch id="hatch-waits" />}
      {shown.map((row, at) => {
        const y = at * step + (isSlim ? 14 : 0);
        const mark = marked === undefined ? undefined : row[marked];
        return (
          <g key={at}>
            {selected?.row === at && <rect class="selected" x={4} y={at * step} width={width - 8} height={step} />}
            <text class={`name ${columns[0]!.kind}`} x={12} y={isSlim ? at * step + 13 : y + 17}>
              {shortened(String(row[0]), isSlim ? width - 24 : named - 8)}
            </text>
            <rect class={`bar ${card.id}`} x={track.from} y={y + 7} width={widths(numberOf(row[drawn]))} height={12} />
            {typeof mark === "number" && (
              <rect class="median" x={track.from + widths(mark) - 1.5} y={y + 4} width={3} height={18} />
            )}
            <text class="value" x={width - 102} y={y + 17} text-anchor="end">
              {formatCell(columns[drawn]!.kind, row[drawn] ?? null)}
            </text>
            <text class="axis" x={width - 12} y={y + 17} text-anchor="end">
              {besides(
                card.id,
                columns.map(({ kind }) => kind),
                row,
                marked,
              )}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** The height of all bars, in pixels. */
export function barsHeight(rows: number, width: number): number {
  return Math.min(rows, mostBars) * (width < slim ? barHeight + 14 : barHeight) + 4;
}

/** The bar at a height, in pixels from the top. */
export function barAt(y: number, width: number): number {
  return Math.floor(y / (width < slim ? barHeight + 14 : barHeight));
}

function besides(
  id: string,
  kinds: readonly Parameters<typeof formatCell>[0][],
  row: readonly Cell[],
  marked: number | undefined,
): string {
  const text = (at: number): string => formatCell(kinds[at]!, row[at] ?? null);
  if (marked !== undefined) return `p50 ${text(marked)}`;
  if (id === "toolFailures") return `${text(2)} of ${text(3)}`;
  if (id === "users") return `${text(2)} failed`;
  return text(2);
}

function numberOf(cell: Cell | undefined): number {
  return typeof cell === "number" ? cell : 0;
}

/** A name that fits into so many pixels, as far as the mean width of letters tells. Many names differ at their ends. */
function shortened(name: string, room: number): string {
  const most = Math.max(5, Math.floor(room / 7.2));
  if (name.length <= most) return name;
  const end = Math.floor((most - 1) / 2);
  return `${name.slice(0, most - 1 - end)}…${name.slice(-end)}`;
}

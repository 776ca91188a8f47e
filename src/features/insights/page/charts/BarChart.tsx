import { cellAt, columnWith, formatCell, type InsightsTable } from "#features/insights/page/insightsTable.ts";
import type { DrawnProps } from "./chartFrame.ts";

const barHeight = 26;
/** Number of bars that are drawn; the table has all. */
export const maxBars = 6;

/** In pixels: below this width, the name of a bar is above it. */
const slimWidth = 420;

/** One bar for each row, with its name, its value and what else is known of it. */
export function BarChart({ card, width, selected }: DrawnProps) {
  const { table, aside = "" } = card;
  const [drawn = "", marked] = card.drawn;
  const shown = table.rows.slice(0, maxBars);
  const lengths = shown.map((_, row) => numberAt(table, row, drawn));
  const isSlim = width < slimWidth;
  const named = isSlim ? 0 : Math.min(220, width * 0.3);
  const track = { from: 12 + named, to: width - 12 - 160 };
  const maxValue = Math.max(...lengths);
  const widths = (value: number): number =>
    maxValue <= 0 ? 0 : (value / maxValue) * Math.max(20, track.to - track.from);
  const step = stepOf(width);
  return (
    <>
      {card.id === "waits" && <Hatch id="hatch-waits" />}
      {lengths.map((length, at) => {
        const y = at * step + (isSlim ? 14 : 0);
        return (
          <g key={at}>
            {selected?.row === at && <rect class="selected" x={4} y={at * step} width={width - 8} height={step} />}
            <text class={`name ${table.columns[0]!.kind}`} x={12} y={isSlim ? at * step + 13 : y + 17}>
              {shortened(String(shown[at]![0]), isSlim ? width - 24 : named - 8)}
            </text>
            <rect class={`bar ${card.id}`} x={track.from} y={y + 7} width={widths(length)} height={12} />
            {marked !== undefined && (
              <rect
                class="median"
                x={track.from + widths(numberAt(table, at, marked)) - 1.5}
                y={y + 4}
                width={3}
                height={18}
              />
            )}
            <text class="value" x={width - 102} y={y + 17} text-anchor="end">
              {textAt(table, at, drawn)}
            </text>
            <text class="axis" x={width - 12} y={y + 17} text-anchor="end">
              {aside.replace(/\{(\w+)\}/g, (_, id: string) => textAt(table, at, id))}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** The height of a bar with its name, in pixels. */
function stepOf(width: number): number {
  return width < slimWidth ? barHeight + 14 : barHeight;
}

/** The height of all bars, in pixels. */
export function barsHeight(rows: number, width: number): number {
  return Math.min(rows, maxBars) * stepOf(width) + 4;
}

/** The bar at a height, in pixels from the top. */
export function barAt(y: number, width: number): number {
  return Math.floor(y / stepOf(width));
}

function textAt(table: InsightsTable, row: number, id: string): string {
  return formatCell(columnWith(table, id).kind, cellAt(table, row, id));
}

function numberAt(table: InsightsTable, row: number, id: string): number {
  const cell = cellAt(table, row, id);
  return typeof cell === "number" ? cell : 0;
}

/** A name that fits into so many pixels, as far as the mean width of letters tells. Many names differ at their ends. */
function shortened(name: string, room: number): string {
  const maxCharacters = Math.max(5, Math.floor(room / 7.2));
  if (name.length <= maxCharacters) return name;
  const end = Math.floor((maxCharacters - 1) / 2);
  return `${name.slice(0, maxCharacters - 1 - end)}…${name.slice(-end)}`;
}

/** What fills the parts that wait. @param id of its own in each chart */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch" width="2" height="5" />
      </pattern>
    </defs>
  );
}

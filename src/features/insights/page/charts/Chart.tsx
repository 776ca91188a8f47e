import { useRef, useState } from "preact/hooks";
import { cellAt, columnWith, formatCell, formatRate } from "#features/insights/page/insightsTable.ts";
import type { CardView } from "#features/insights/page/insightsViews.ts";
import { useSize } from "#ui/hooks/useSize.ts";
import { Axes } from "./Axes.tsx";
import { barAt, BarChart, barsHeight, maxBars, Hatch } from "./BarChart.tsx";
import {
  bandsOf,
  endsOf,
  frameOf,
  heightsOf,
  lowestOf,
  plotHeight,
  pointAt,
  type DrawnProps,
  type SelectedPoint,
} from "./chartFrame.ts";
import { LineChart } from "./LineChart.tsx";

interface ChartProps extends Pick<DrawnProps, "card" | "splitAt" | "split"> {
  onShow: (row: number, column?: string) => void;
}

/**
 * One stop of Tab. Left and Right (in bars Up and Down) choose a point, Up and Down one of its values, Enter shows its
 * runs, Escape leaves it. A point is announced and shown in words.
 */
export function Chart({ card, splitAt, split, onShow }: ChartProps) {
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const [selected, setSelected] = useState<SelectedPoint | undefined>();
  const count = card.chart === "bars" ? Math.min(maxBars, card.table.rows.length) : card.table.rows.length;
  const at = selected && selected.row < count ? selected : undefined;
  const move = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = nextPoint(event.key, at, count, card);
    if (event.key === "Enter" && at) onShow(at.row, at.column);
    else if (event.key === "Escape" && at) setSelected(undefined);
    else if (next) setSelected(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const under = (event: MouseEvent): number | undefined => {
    const { left, top } = plot.current!.getBoundingClientRect();
    if (card.chart !== "bars")
      return pointAt(event.clientX - left, count, frameOf(width, card.chart === "lines" ? endsOf(card) : 0));
    const bar = barAt(event.clientY - top, width);
    return bar < count ? bar : undefined;
  };
  const hover = (event: MouseEvent): void => {
    const row = under(event);
    if (row !== at?.row) setSelected(row === undefined ? undefined : { row });
  };
  const height = card.chart === "bars" ? barsHeight(count, width) : plotHeight;
  const drawn = { card, width, selected: at, splitAt, split };
  return (
    <>
      <div
        class="plot"
        role="img"
        tabIndex={0}
        aria-label={card.sentence}
        ref={plot}
        onKeyDown={move}
        onMouseMove={hover}
        onMouseLeave={() => setSelected(undefined)}
        onBlur={() => setSelected(undefined)}
        onClick={(event) => {
          const row = under(event);
          if (row !== undefined) onShow(row);
        }}
      >
        {width > 0 && (
          <svg class="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {card.chart === "stack" ? (
              <StackChart {...drawn} />
            ) : card.chart === "lines" ? (
              <LineChart {...drawn} />
            ) : (
              <BarChart {...drawn} />
            )}
          </svg>
        )}
      </div>
      <div class="told" role="status">
        {at ? <Told card={card} selected={at} /> : <Key card={card} />}
      </div>
    </>
  );
}

/** The chosen point in words, in the place of the key. */
function Told({ card, selected: { row, column } }: { card: CardView; selected: SelectedPoint }) {
  const { table } = card;
  const name = card.points[row]?.spoken ?? String(table.rows[row]?.[0]);
  const told = table.columns.slice(1).filter(({ id }) => column === undefined || id === column);
  const values = told.map(({ id, name: title, kind }) => `${title} ${formatCell(kind, cellAt(table, row, id))}`);
  return (
    <>
      <b>{name}</b> {values.join(", ")} <span class="dim">Enter: Show Runs</span>
    </>
  );
}

function nextPoint(
  key: string,
  at: SelectedPoint | undefined,
  count: number,
  card: CardView,
): SelectedPoint | undefined {
  const [back, on] = card.chart === "bars" ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  const last = count - 1;
  if (count === 0) return undefined;
  if (key === "Home") return { ...at, row: 0 };
  if (key === "End") return { ...at, row: last };
  if (key === back) return { ...at, row: at ? Math.max(0, at.row - 1) : last };
  if (key === on) return { ...at, row: at ? Math.min(last, at.row + 1) : 0 };
  if (card.chart === "bars" || (key !== "ArrowUp" && key !== "ArrowDown")) return undefined;
  // The whole point, then each drawn value from the base on.
  const choices = [undefined, ...card.drawn];
  const index = choices.indexOf(at?.column) + (key === "ArrowUp" ? 1 : -1);
  const column = choices[(index + choices.length) % choices.length];
  return { row: at?.row ?? last, column };
}

/** What the looks of a chart mean, and what has to be known to read it. */
function Key({ card }: { card: CardView }) {
  const { chart, table, drawn, note } = card;
  if (chart === "bars") return note === undefined ? null : <span>{note}</span>;
  if (chart === "stack") {
    return (
      <>
        <Sample look="part completed" name="Completed" />
        {drawn.includes("blocked") && <Sample look="part blocked" name="Blocked" />}
        <Sample look="part canceled" name="Canceled" />
        <Sample look="part open" name="Waiting or running" />
        <Sample look="part failed" name="Failed (wider bar)" />
      </>
    );
  }
  const column = columnWith(table, drawn[0]!);
  const cells = table.rows.map((_, row) => cellAt(table, row, column.id));
  const lowest = lowestOf(
    column.kind,
    cells.filter((cell) => typeof cell === "number"),
  );
  return (
    <>
      {drawn.length > 1 && (
        <>
          <LineSample look="first" name="p50, circles" />
          <LineSample look="second" name="p95, dashed, squares" />
        </>
      )}
      {lowest > 0 && <span>The axis starts at {formatRate(lowest)}.</span>}
      {note !== undefined && <span>{note}</span>}
    </>
  );
}

function Sample({ look, name }: { look: string; name: string }) {
  return (
    <span>
      <svg width={14} height={10} aria-hidden="true">
        <rect class={look} x={0.5} y={0.5} width={13} height={9} />
      </svg>
      {name}
    </span>
  );
}

function LineSample({ look, name }: { look: string; name: string }) {
  return (
    <span>
      <svg width={22} height={10} aria-hidden="true">
        <g class={look}>
          <path class="line" d="M0 5H22" />
        </g>
      </svg>
      {name}
    </span>
  );
}

/**
 * Bars of counts above each other, each with the look of its column. What has to be compared from bar to bar is at the
 * base, and wider, so that color isn't needed to tell it apart.
 */
function StackChart(props: DrawnProps) {
  const { card, width } = props;
  const { table } = card;
  const frame = frameOf(width, 0);
  const bands = bandsOf(table.rows.length, frame);
  const counts = table.rows.map((_, row) => card.drawn.map((id) => Number(cellAt(table, row, id) ?? 0)));
  const highest = Math.max(1, ...counts.map((row) => row.reduce((sum, count) => sum + count, 0)));
  const heights = heightsOf({ lowest: 0, highest, kind: "count" }, frame);
  const room = bands.width;
  return (
    <>
      <Hatch id="hatch" />
      <Axes chart={props} frame={frame} heights={heights} bands={bands} />
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
          const look = `part ${card.drawn[part]}`;
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

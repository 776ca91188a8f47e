import { formatRate } from "../../../model/insights/insightsTable.ts";
import type { CardView } from "../../../protocol/insights/insightsViews.ts";
import { lowestOf } from "./chartFrame.ts";

/** What the looks of a chart mean, and what has to be known to read it. */
export function Key({ card }: { card: CardView }) {
  const { chart, table, drawn, note } = card;
  if (chart === "bars") return null;
  if (chart === "stack") {
    return (
      <>
        <Sample look="part completed" name="Completed" />
        <Sample look="part canceled" name="Canceled" />
        <Sample look="part open" name="Waiting or running" />
        <Sample look="part failed" name="Failed, wider at the base" />
      </>
    );
  }
  const known = table.rows.flatMap((row) => (typeof row[drawn[0]!] === "number" ? [row[drawn[0]!] as number] : []));
  const lowest = lowestOf(table.columns[drawn[0]!]!.kind, known);
  return (
    <>
      {drawn.length > 1 && (
        <>
          <LineSample look="first" name="p50, circles" />
          <LineSample look="second" name="p95, dashed, squares" />
        </>
      )}
      {lowest > 0 && <span>Axis from {formatRate(lowest)}.</span>}
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

import { Icon } from "../../../../ui/Icon.tsx";
import { memo } from "../../../../ui/memo.tsx";
import { type CompareRows, isMoved, isRunValue, type RowBody, type Side } from "../compareViews.ts";
import { kindLook, letters, rowName } from "../compareWords.ts";
import { Cell } from "./Cell.tsx";
import { type LinePlace, rowAttributes } from "./linePlace.ts";

/** The actions of rows; always the same object, so that no row is drawn again for it. */
export interface RowActs {
  onCurrent: (row: number) => void;
  goTo: (row: number) => void;
  openStep: (side: Side, row: number) => void;
  toggleFold: (from: number) => void;
}

export interface PairProps extends LinePlace {
  rows: CompareRows;
  row: number;
  body: RowBody | undefined;
  acts: RowActs;
}

/** Two steps side by side, or one beside the place where the other run has none. */
export const Pair = memo(function Pair(props: PairProps) {
  const { rows, row, body, acts, current } = props;
  const look = kindLook(rows, row);
  return (
    <div
      class={`pair ${look.class}${current ? " cur" : ""}`}
      aria-label={rowName(rows, row, body)}
      {...rowAttributes(props, row, acts.onCurrent)}
    >
      <Column rows={rows} row={row} body={body} acts={acts} side="a" />
      <div class="gut">
        {look.icon && (
          <span class="kind" title={look.word}>
            <Icon name={look.icon} />
            <span>{look.word}</span>
          </span>
        )}
        {body?.time && <span class={`dt${body.time.large ? " big" : ""}`}>{body.time.text}</span>}
      </div>
      <Column rows={rows} row={row} body={body} acts={acts} side="b" />
    </div>
  );
});

type ColumnProps = Pick<PairProps, "rows" | "row" | "body" | "acts"> & { side: Side };

/** Knows nothing of the row's place, which changes whenever a row above it was measured. */
const Column = memo(function Column({ rows, row, body, acts, side }: ColumnProps) {
  const shown = rows[row]!;
  const { kind, [side]: number } = shown;
  const other = side === "a" ? "b" : "a";
  const isOfRun = isRunValue(shown);
  if (number === 0 && !isOfRun) return <Nothing rows={rows} row={row} side={side} goTo={acts.goTo} />;
  return (
    <Cell
      side={side}
      number={number}
      cell={body?.[side]}
      short={kind === "equal"}
      solo={!isOfRun && shown[other] === 0}
      more={side === "b" && body?.time?.large ? body.time.text : undefined}
      onOpen={(opened) => acts.openStep(opened, row)}
    />
  );
});

function Nothing({ rows, row, side, goTo }: { rows: CompareRows; row: number; side: Side; goTo: RowActs["goTo"] }) {
  const { kind, partner } = rows[row]!;
  const letter = letters[side];
  if (!isMoved(kind) || partner === undefined) {
    return <div class={`none side-${side}`}>No such step in {letter}</div>;
  }
  const step = `step ${rows[partner]?.[side]} of ${letter}`;
  return (
    <div class={`none side-${side}`}>
      <span>
        {kind === "movedA" ? "Moved to" : "Moved from"} {step}{" "}
        <button type="button" class="link" tabIndex={-1} title={`Go to ${step}`} onClick={() => goTo(partner)}>
          Go to Step
        </button>
      </span>
    </div>
  );
}

import {
  type CompareRows,
  type DiffBlock,
  type DiffLine,
  isMoved,
  isRunValue,
  type RowBody,
  type RowKind,
  type Side,
  type StepCell,
} from "#features/compare/page/compareViews.ts";
import { kindSigns, sideLetters, rowName } from "#features/compare/page/compareWords.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { stepKinds } from "#model/stepKinds.ts";
import type { MarkedPiece } from "#runs/compare/bodies/wordDifferences.ts";
import { colourJson } from "#ui/colourJson.tsx";
import { Icon } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import { type LineLayout, rowAttributes } from "./lineLayout.ts";

/** The actions of rows; always the same object, so that no row is drawn again for it. */
export interface RowActs {
  onCurrent: (row: number) => void;
  goTo: (row: number) => void;
  openStep: (side: Side, row: number) => void;
  toggleFold: (from: number) => void;
}

export interface PairProps extends LineLayout {
  rows: CompareRows;
  row: number;
  body: RowBody | undefined;
  acts: RowActs;
}

/** The classes of the style sheet. */
const classes: Readonly<Record<RowKind, string>> = {
  equal: "eq",
  changed: "diff chg",
  onlyA: "diff del",
  onlyB: "diff ins",
  movedA: "diff mov",
  movedB: "diff mov",
};

/** Two steps side by side, or one beside the gap where the other run has none. */
export const Pair = memo(function Pair(props: PairProps) {
  const { rows, row, body, acts, current } = props;
  return (
    <div
      class={`pair ${classes[rows[row]!.kind]}${current ? " cur" : ""}`}
      aria-label={rowName(rows, row, body)}
      {...rowAttributes(props, row, acts.onCurrent)}
    >
      <Column rows={rows} row={row} body={body} acts={acts} side="a" />
      <div class="gut">
        {kindSigns(rows, row).map(({ icon, word }) => (
          <span class="kind" title={word} key={word}>
            <Icon name={icon} />
            <span>{word}</span>
          </span>
        ))}
        {body?.time && <span class={`dt${body.time.large ? " big" : ""}`}>{body.time.text}</span>}
      </div>
      <Column rows={rows} row={row} body={body} acts={acts} side="b" />
    </div>
  );
});

type ColumnProps = Pick<PairProps, "rows" | "row" | "body" | "acts"> & { side: Side };

/** One side of a row. It knows nothing of the row's position, which changes whenever a row above it was measured. */
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
  const letter = sideLetters[side];
  if (!isMoved(kind) || partner === undefined) {
    return <div class={`none side-${side}`}>No matching step in {letter}</div>;
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

interface CellProps {
  side: Side;
  /** 0 for the input or output of the run. */
  number: number;
  /** Absent until it was read. */
  cell: StepCell | undefined;
  /** Whether it fits one line. */
  short: boolean;
  /** The other run has no such step here. */
  solo: boolean;
  /** B's time without A's, where it is much. */
  more: string | undefined;
  onOpen: (side: Side) => void;
}

/** A step of one run. Its number leads to it in its run. */
function Cell({ side, number, cell, short, solo, more, onOpen }: CellProps) {
  return (
    <div class={`cell side-${side}${solo ? " solo" : ""}`}>
      <button
        type="button"
        class="no"
        tabIndex={-1}
        title={number === 0 ? `Open Run ${sideLetters[side]}` : `Open Step ${number} of Run ${sideLetters[side]}`}
        onClick={() => onOpen(side)}
      >
        {number === 0 ? "·" : formatCount(number)}
      </button>
      {cell ? <Icon name={stepKinds[cell.icon].icon} /> : <span />}
      <div class={cell?.text === undefined || short ? "l1" : "prose"}>{cell && <Line cell={cell} side={side} />}</div>
      <span class="dur">
        {cell?.duration}
        {more !== undefined && <span class="d">{more}</span>}
      </span>
      {cell?.blocks !== undefined && (
        <div class="more">
          {cell.blocks.map((block) => (
            <Block key={block.label} block={block} side={side} />
          ))}
        </div>
      )}
    </div>
  );
}

function Line({ cell, side }: { cell: StepCell; side: Side }) {
  const Mark = marks[side];
  return (
    <>
      {cell.who !== undefined && (
        <span class="who">
          <Mark>{cell.who}</Mark>
        </span>
      )}
      {cell.text && <MarkedPieces pieces={cell.text} side={side} />}
      {cell.name !== undefined && <span class="name">{cell.name}</span>}
      {cell.summary !== undefined && <span class="sum">{cell.summary}</span>}
    </>
  );
}

function Block({ block, side }: { block: DiffBlock; side: Side }) {
  return (
    <div class="jd">
      <span class="lab">{block.label}</span>
      {block.lines.map((line, index) => (
        <JsonLine key={index} line={line} side={side} json={block.json === true} />
      ))}
      {block.more !== undefined && (
        <div>
          <i />
          <span class="skip">{countOf(block.more, "more line")}</span>
        </div>
      )}
    </div>
  );
}

const marks = { a: "del", b: "ins" } as const;
const signs: Readonly<Record<Side, [sign: string, look: string]>> = { a: ["−", "gone"], b: ["+", "new"] };

function JsonLine({ line, side, json }: { line: DiffLine; side: Side; json: boolean }) {
  if ("skipped" in line) {
    return (
      <div>
        <i />
        <span class="skip">{countOf(line.skipped, "equal line")}</span>
      </div>
    );
  }
  const [sign, look] = signs[side];
  if (!line.differs) {
    const text = line.pieces.map(([piece]) => piece).join("");
    return (
      <div>
        <i />
        <span>{json ? colourJson(text) : text}</span>
      </div>
    );
  }
  return (
    <div class={look}>
      <i>{sign}</i>
      <span>
        <MarkedPieces pieces={line.pieces} side={side} />
      </span>
    </div>
  );
}

function MarkedPieces({ pieces, side }: { pieces: readonly MarkedPiece[]; side: Side }) {
  const Mark = marks[side];
  return <>{pieces.map(([text, differs]) => (differs ? <Mark>{text}</Mark> : text))}</>;
}

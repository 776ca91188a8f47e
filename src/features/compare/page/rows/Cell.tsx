import { countOf, formatCount } from "../../../../model/counts.ts";
import { colourJson } from "../../../../ui/colourJson.tsx";
import { Icon } from "../../../../ui/Icon.tsx";
import type { IconName } from "../../../../ui/icons.ts";
import { stepIcons } from "../../../panel/page/story/stepIcons.ts";
import type { MarkedPiece } from "../../core/bodies/wordDifferences.ts";
import type { DiffBlock, DiffLine, Side, StepCell, StepIcon } from "../compareViews.ts";
import { letters } from "../compareWords.ts";

const icons: Readonly<Record<StepIcon, IconName>> = { ...stepIcons, text: "comment", reasoning: "thinking" };

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
export function Cell({ side, number, cell, short, solo, more, onOpen }: CellProps) {
  return (
    <div class={`cell side-${side}${solo ? " solo" : ""}`}>
      <button
        type="button"
        class="no"
        tabIndex={-1}
        title={number === 0 ? `Open Run ${letters[side]}` : `Open Step ${number} of ${letters[side]} in Its Run`}
        onClick={() => onOpen(side)}
      >
        {number === 0 ? "·" : formatCount(number)}
      </button>
      {cell ? <Icon name={icons[cell.icon]} /> : <span />}
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

import { listed } from "#base/text/listed.ts";
import { type CompareRows, isRunValue } from "#features/compare/page/compareViews.ts";
import { stretchTimes } from "#features/compare/page/compareWords.ts";
import { countOf } from "#model/counts.ts";
import { Icon } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import { lineAttributes, type LineLayout, rowAttributes } from "./lineLayout.ts";
import type { RowActs } from "./Pair.tsx";

interface FoldProps extends LineLayout {
  rows: CompareRows;
  from: number;
  to: number;
  open: boolean;
  acts: RowActs;
}

/** A stretch of equal steps as one line, or the line above them that folds them again. */
export const FoldLine = memo(function FoldLine(props: FoldProps) {
  const { rows, from, to, open, acts, current } = props;
  const times = stretchTimes(rows, from, to);
  return (
    <div class={`eqs${current ? " cur" : ""}`} {...rowAttributes(props, from, acts.onCurrent)}>
      <Icon name={open ? "fold" : "unfold"} />
      <span>{equalText(rows, from, to)}</span>
      <button
        type="button"
        class="link"
        tabIndex={-1}
        aria-expanded={open}
        onClick={(event) => {
          event.stopPropagation();
          acts.toggleFold(from);
        }}
      >
        {open ? "Hide" : "Show"}
      </button>
      <span class="end">{times}</span>
    </div>
  );
});

interface FirstProps extends LineLayout {
  text: string;
}

/** The rule above the first difference. */
export const FirstLine = memo(function FirstLine(props: FirstProps) {
  return (
    <div class="first-line" {...lineAttributes(props)}>
      <Icon name="arrow-small-down" />
      <span class="ellipsis" title={props.text}>
        {props.text}
      </span>
    </div>
  );
});

/** The first stretch names its steps, so that nobody has to count. */
function equalText(rows: CompareRows, from: number, to: number): string {
  const steps = stepsIn(rows, from, to);
  const hasInput = isRunValue(rows[from]);
  const hasOutput = isRunValue(rows[to - 1]);
  const isFirst = from === 0 || (from === 1 && isRunValue(rows[0]));
  const named = isFirst ? `${hasInput ? "steps" : "Steps"} 1 to ${steps}` : countOf(steps, "step");
  const all = [hasInput ? "Input" : "", named, hasOutput ? "output" : ""].filter(Boolean);
  return `${listed(all)} are equal`;
}

/** How many of these rows are steps: input and output aren't. */
function stepsIn(rows: CompareRows, from: number, to: number): number {
  return to - from - (isRunValue(rows[from]) ? 1 : 0) - (isRunValue(rows[to - 1]) ? 1 : 0);
}

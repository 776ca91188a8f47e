import { useRef, useState } from "preact/hooks";
import { callStates } from "#model/callStates.ts";
import { shortId } from "#model/shortId.ts";
import { statusFacts } from "#model/status.ts";
import { Icon } from "#ui/Icon.tsx";
import type { Look } from "#ui/icons.ts";
import { memo } from "#ui/memo.tsx";
import type { Poster } from "#ui/poster.ts";
import { focusOn } from "#ui/reveal.ts";
import type { BatchPageMessage, BatchRow } from "./messages.ts";

interface TableProps {
  rows: readonly BatchRow[];
  /** The positions of the visible rows. */
  shown: readonly number[];
  host: Poster<BatchPageMessage>;
}

/** A row for each line. `Tab` stops at one of them; arrows, Home and End move, and Enter opens the run. */
export function BatchTable({ rows, shown, host }: TableProps) {
  const [at, setAt] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const current = Math.min(at, shown.length - 1);
  const open = (n: number): void => {
    if (rows[n]?.runId !== undefined) host.post({ type: "open", line: n });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") return open(shown[current]!);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(shown.length - 1, next));
    setAt(index);
    focusOn(body.current?.querySelectorAll<HTMLElement>("[role='row']")[index]);
  };
  return (
    <div class="batch-table scroll" role="table" aria-label="Lines" aria-rowcount={shown.length + 1}>
      <div class="batch-row names" role="row" aria-rowindex={1}>
        {["Line", "Input", "Status", "Duration", "Result", "Run"].map((name) => (
          <span role="columnheader" class={name.toLowerCase()} key={name}>
            {name}
          </span>
        ))}
      </div>
      <div role="rowgroup" ref={body} onKeyDown={onKeyDown}>
        {shown.map((n, index) => (
          <Line key={n} row={rows[n]!} n={n} index={index} current={index === current} onOpen={open} onFocus={setAt} />
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  row: BatchRow;
  n: number;
  index: number;
  current: boolean;
  onOpen: (n: number) => void;
  onFocus: (index: number) => void;
}

const Line = memo(function Line({ row, n, index, current, onOpen, onFocus }: LineProps) {
  const { source, label, status, word, duration = "", result, runId, menu } = row;
  const look = lineLook(status);
  return (
    <div
      class="batch-row"
      role="row"
      aria-rowindex={index + 2}
      tabIndex={current ? 0 : -1}
      data-status={status}
      data-vscode-context={menu}
      onFocus={() => onFocus(index)}
    >
      <span role="cell" class="line ellipsis" title={source}>
        <bdi>{source}</bdi>
      </span>
      <span role="cell" class="input ellipsis" title={label}>
        {label === "" ? <span class="dim">No text</span> : label}
      </span>
      <span role="cell" class="status">
        <Icon name={look.icon} tone={look.tone} />
        {word}
      </span>
      <span role="cell" class="duration num">
        {duration}
      </span>
      <span role="cell" class="result">
        {result}
      </span>
      <span role="cell" class="run">
        {runId !== undefined && (
          <button
            type="button"
            class="link"
            tabIndex={-1}
            title={`Open run ${runId}`}
            aria-label={`Open run ${shortId(runId)}`}
            onClick={() => onOpen(n)}
          >
            {shortId(runId)}
          </button>
        )}
      </span>
    </div>
  );
});

/** The states of a line without a run: it can't be sent, was sent without a response, is being sent, or waits. */
export const lineStates = ["line.failed", "line.unknown", "line.sending", "line.waiting"] as const;

const lookOfState = new Map<string, Look>([
  ["line.failed", { icon: "warning", tone: "bad" }],
  ["line.unknown", { icon: "question", tone: "wait" }],
  ["line.sending", { icon: "loading", tone: "run" }],
  ["run.blocked", callStates.blocked],
  ["line.waiting", { icon: "circle-large", tone: "idle" }],
]);

/** The icon and color of a line, or of its run. */
export function lineLook(status: string): Look {
  return lookOfState.get(status) ?? statusFacts(status);
}

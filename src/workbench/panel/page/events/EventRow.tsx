import { formatCount } from "#model/counts.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { Icon } from "#ui/Icon.tsx";
import type { IconName } from "#ui/icons.ts";
import { marked } from "#ui/marked.tsx";
import { memo } from "#ui/memo.tsx";
import type { EventGroup, EventMark, EventRow } from "#workbench/panel/page/eventViews.ts";
import type { EventFold } from "./eventLines.ts";

export function eventRowId(sequence: number): string {
  return `event-${sequence}`;
}

export const EventColumns = memo(function EventColumns() {
  return (
    <div class="ev-cols" role="row" aria-rowindex={1}>
      <span role="columnheader" class="seq">
        #
      </span>
      <span role="columnheader" class="t">
        Time
      </span>
      <span role="columnheader" class="kind">
        <span class="sr">Kind</span>
      </span>
      <span role="columnheader" class="type">
        Type
      </span>
      <span role="columnheader" class="what">
        Summary
      </span>
    </div>
  );
});

/** If the row stands for its neighbours, or begins them, their fold is here in single values, which can be compared. */
interface LineProps extends Partial<EventFold> {
  row: EventRow | undefined;
  mark: EventMark | undefined;
  index: number;
  selected: boolean;
  finder: RegExp | undefined;
  /** The same functions in each call. */
  acts: LineActs;
}

export interface LineActs {
  onSelect: (sequence: number) => void;
  /** Shows or hides the neighbours that a row stands for. */
  onOpen: (sequence: number, open: boolean) => void;
  onLoad: (gap: NonNullable<EventMark["gap"]>) => void;
}

export const EventLineRow = memo(function EventLineRow(props: LineProps) {
  const { row, mark } = props;
  if (mark) {
    return (
      <div class={`ev-mark${mark.reconnect ? "" : " warn"}`} role="row" aria-rowindex={props.index + 2}>
        <span role="gridcell" aria-colspan={5}>
          <Icon name={mark.reconnect ? "debug-disconnect" : "warning"} />
          <span class="ellipsis" title={mark.text}>
            {mark.text}
          </span>
          <Load mark={mark} onLoad={props.acts.onLoad} />
        </span>
      </div>
    );
  }
  if (!row) return null;
  const { time, source, piece } = row;
  const { count = 0, open: isOpen = false } = props;
  const isFold = count > 0;
  const summary = props.text || row.summary;
  return (
    <div
      class={`ev-row${row.failed ? " bad" : ""}`}
      role="row"
      id={props.selected ? eventRowId(row.sequence) : undefined}
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      data-sequence={row.sequence}
      data-last={props.open === false ? props.last : undefined}
      onClick={() => {
        props.acts.onSelect(row.sequence);
        if (props.open === false) props.acts.onOpen(row.sequence, true);
      }}
    >
      <span role="gridcell" class="seq">
        {sequenceAt(row.sequence)}
      </span>
      <span role="gridcell" class={typeof time === "string" ? "t odd" : "t"}>
        {typeof time === "number" ? formatTimeOfDay(time, "milliseconds") : time}
      </span>
      <span role="gridcell" class="kind">
        {isFold && (
          <button
            type="button"
            class={`twist codicon codicon-chevron-${isOpen ? "down" : "right"}`}
            tabIndex={-1}
            aria-label={`${isOpen ? "Collapse" : "Expand"} ${formatCount(count)} Events`}
            aria-expanded={isOpen}
            onClick={(event) => {
              event.stopPropagation();
              props.acts.onOpen(row.sequence, !isOpen);
            }}
          />
        )}
        <Icon name={iconOf(row)} label={row.failed ? `${groupNames[row.group]}, failed` : groupNames[row.group]} />
      </span>
      <span role="gridcell" class="type">
        {marked(row.type, props.finder)}
        {isFold && <span class="dim num">{` × ${formatCount(count)}`}</span>}
      </span>
      <span role="gridcell" class="what">
        {source && <b>{marked(source, props.finder)}</b>}
        {piece === "reasoning" || piece === "answer" ? `${piece}: ` : ""}
        {summary === undefined ? "…" : marked(summary, props.finder)}
      </span>
    </div>
  );
});

function Load({ mark: { gap, loading }, onLoad }: { mark: EventMark; onLoad: LineActs["onLoad"] }) {
  if (!gap) return null;
  if (loading) return <span class="dim">Loading</span>;
  const name = `Load events ${gap.from} to ${gap.to}`;
  return (
    <button type="button" class="link" aria-label={name} title={name} onClick={() => onLoad(gap)}>
      Load
    </button>
  );
}

const groupNames: Record<EventGroup, string> = {
  text: "Text",
  tools: "Tool",
  requests: "Input Request",
  run: "Run",
  data: "Data",
  other: "Other",
};

const groupIcons: Record<EventGroup, IconName> = {
  text: "thinking",
  tools: "tools",
  requests: "bell-dot",
  run: "play",
  data: "symbol-event",
  other: "symbol-misc",
};

/** Types with an icon of their own. The others use the icon of their group. */
const typeIcons: Record<string, IconName> = {
  "run.paused": "debug-pause",
  "run.resumed": "debug-continue",
  "run.completed": "pass",
  "run.canceled": "circle-slash",
  "run.human_feedback.received": "reply",
  "run.approval_request.confirmed": "reply",
  "run.approval_request.rejected": "reply",
};

function iconOf(row: EventRow): IconName {
  if (row.failed) return "error";
  return Object.hasOwn(typeIcons, row.type) ? typeIcons[row.type]! : groupIcons[row.group];
}

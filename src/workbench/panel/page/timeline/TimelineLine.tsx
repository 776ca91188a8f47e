import { oneLine } from "#base/text/oneLine.ts";
import { callStates } from "#model/callStates.ts";
import { stepKinds } from "#model/stepKinds.ts";
import { Icon } from "#ui/Icon.tsx";
import type { Look } from "#ui/icons.ts";
import { splitName } from "#ui/splitName.ts";
import { isSpan, type RowLayout, rowName } from "./rows/rowLayout.ts";
import { isVoid, type RowState, type TimelineRow } from "./rows/timelineRow.ts";
import { barLook } from "./scale/stripBars.ts";

export const hoverId = "timeline-details";

export function timelineRowId(index: number): string {
  return `timeline-${index}`;
}

interface LineProps {
  row: TimelineRow;
  layout: RowLayout;
  index: number;
  /** Pixels below the ruler. */
  top: number;
  selected: boolean;
  described: boolean;
  folded: boolean;
  onOpen: (row: TimelineRow) => void;
  onFold: (row: TimelineRow) => void;
}

/** A row: its name, and its bar at its time. */
export function TimelineLine(props: LineProps) {
  const { row, layout, folded } = props;
  const { label } = layout;
  const isWhole = row.whole === true;
  const icon = rowIcon(row);
  return (
    <div
      class={`tl-row lv${row.level}${isSpan(row) ? " iter-row" : ""}`}
      role="row"
      id={timelineRowId(props.index)}
      data-row={row.id}
      aria-level={row.level}
      aria-rowindex={props.index + 1}
      aria-selected={props.selected}
      aria-expanded={isWhole ? !folded : undefined}
      aria-label={rowName(row)}
      aria-describedby={props.described ? hoverId : undefined}
      style={{ transform: `translateY(${props.top}px)`, "--level": row.level }}
      onClick={() => props.onOpen(row)}
    >
      <div class={`lab${row.step?.extra ? " only-local" : ""}`} role="rowheader">
        {isWhole && <Twist folded={folded} onPress={() => props.onFold(row)} />}
        <Icon name={icon.icon} tone={icon.tone} />
        <RowName row={row} />
      </div>
      <div class="track" role="gridcell">
        <span
          class={`tb ${layout.tries ? "gap" : barLook(row)}${row.to === undefined && !isSpan(row) ? " open" : ""}`}
          style={{ left: `${layout.left}px`, width: `${layout.width}px` }}
        />
        {layout.tries?.map(({ left, width, failed }) => (
          <span
            key={left}
            class={`tb seg ${failed ? "fail" : row.kind === "model" ? "text" : "ok"}`}
            style={{ left: `${left}px`, width: `${width}px` }}
          />
        ))}
        {label && (
          <span
            class={`dur ${label.side}`}
            style={{
              left: `${label.side === "left" ? layout.left : layout.left + layout.width}px`,
              maxWidth: `${label.room}px`,
            }}
          >
            {label.text}
          </span>
        )}
      </div>
    </div>
  );
}

/** A prompt is cut at its end. A name of one word keeps its end. */
function RowName({ row: { kind, name, code } }: { row: TimelineRow }) {
  const look = code ? " mono" : "";
  if (kind === "wait") return <span class={`name ellipsis${look}`}>{name}</span>;
  const [beginning, end] = splitName(oneLine(name));
  return (
    <span class={`name${look}`}>
      <span class="ellipsis">{beginning}</span>
      <span>{end}</span>
    </span>
  );
}

/** For the pointer; the arrow keys do the same. */
function Twist(props: { folded: boolean; onPress: () => void }) {
  return (
    <span
      class={`codicon codicon-chevron-${props.folded ? "right" : "down"} twist`}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        props.onPress();
      }}
    />
  );
}

const looks: Record<RowState, Look> = {
  ...callStates,
  waiting: { icon: "bell-dot", tone: "wait" },
  paused: { icon: "debug-pause", tone: "wait" },
  done: callStates.finished,
  canceled: { icon: "circle-slash", tone: "idle" },
};

/** Only steps that run, wait or failed have a colour. */
export function rowIcon(row: TimelineRow): Look {
  const { tone } = looks[row.state];
  switch (row.kind) {
    case "speaker":
    case "iteration":
      return looks[row.state];
    case "tool":
      // It was never made, so it isn't a call like the others.
      if (isVoid(row.state)) return looks[row.state];
      return { icon: row.icon ?? (row.whole ? "robot" : "tools"), tone };
    case "text":
      return { icon: row.step ? stepKinds[row.step.kind].icon : "comment", tone: "idle" };
    case "model":
      return { icon: "comment-discussion", tone };
    case "wait":
      return { icon: row.step ? stepKinds[row.step.kind].icon : "bell", tone };
    case "failure":
      return { icon: "error", tone };
  }
}

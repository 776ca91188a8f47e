import { countOf } from "#model/counts.ts";
import { formatDuration, formatTicking } from "#model/duration.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { Size } from "#ui/hooks/useSize.ts";
import { Icon } from "#ui/Icon.tsx";
import { useMoments } from "#workbench/panel/page/story/moments.ts";
import type { AttemptView } from "#workbench/panel/page/storyViews.ts";
import { spanOf } from "./rows/rowLayout.ts";
import type { TimelineRow } from "./rows/timelineRow.ts";
import { hoverId, rowIcon } from "./TimelineLine.tsx";

/** In characters: how much of a value fits one line. */
const maxValueLength = 200;

interface HoverProps {
  row: TimelineRow;
  parts: readonly TimelineRow[];
  now: number;
  begin: number | undefined;
  position: HoverPosition;
}

export function TimelineHover({ row, parts, now, begin, position }: HoverProps) {
  const icon = rowIcon(row);
  const moment = useMoments();
  const when = (time: number): string =>
    [moment(time), ...(begin === undefined ? [] : [formatTimeOfDay(begin + time, "milliseconds")])].join(", ");
  const span = row.to === undefined ? `${formatTicking(now - row.from)} so far` : spanOf(row);
  return (
    <div
      class="hover"
      role="tooltip"
      id={hoverId}
      style={{
        left: `${position.left}px`,
        width: `${position.width}px`,
        top: position.top === undefined ? "auto" : `${position.top}px`,
        bottom: position.bottom === undefined ? "auto" : `${position.bottom}px`,
      }}
    >
      <header>
        <Icon name={icon.icon} tone={icon.tone} />
        <b class={row.code ? "mono ellipsis" : "ellipsis"}>{row.name}</b>
        {row.step?.kind === "tool" && row.step.toolType !== undefined && <span class="dim">{row.step.toolType}</span>}
        {span !== "" && <span class="num span">{span}</span>}
      </header>
      <dl>
        <dt>{row.to === row.from ? "At" : "Start"}</dt>
        <dd>{when(row.from)}</dd>
        {row.to !== undefined && row.to !== row.from && (
          <>
            <dt>End</dt>
            <dd>{when(row.to)}</dd>
          </>
        )}
        {facts(row, parts).map(([name, text]) => (
          <>
            <dt>{name}</dt>
            <dd>{row.kind === "tool" ? <code>{text}</code> : text}</dd>
          </>
        ))}
        {row.step?.extra && (
          <>
            <dt>Available</dt>
            <dd>only in local runs</dd>
          </>
        )}
      </dl>
      <footer>
        <span>
          <span class="kbd">Enter</span> Show in Story
        </span>
        <span>
          <span class="kbd">Z</span> Zoom to This
        </span>
      </footer>
    </div>
  );
}

function facts(
  { step, outcome, attempts }: TimelineRow,
  parts: readonly TimelineRow[],
): [name: string, text: string][] {
  switch (step?.kind) {
    case "tool":
      return [...tries(attempts), ...fact("Input", step.input), ...fact("Result", step.result)];
    case "model":
      return [...fact("Cost", step.facts), ...tries(attempts), ...fact("Error", step.failure)];
    case "text":
    case "reasoning":
      return fact("Text", step.text);
    case "request":
      return [...fact("Kind", step.title), ...fact("Answer", outcome)];
    case "failed":
      return fact("Error", step.message);
    case "paused":
      return fact("Where", step.text);
    case undefined:
      return fact("Parts", countOf(parts.filter(({ kind }) => kind === "tool").length, "tool call"));
    default:
      return [];
  }
}

/** Each try with its time and its error, and the waits between them. */
function tries(attempts: readonly AttemptView[] = []): [name: string, text: string][] {
  return attempts.flatMap(({ at, until, took, failed, error }, index): [string, string][] => {
    const next = attempts[index + 1]?.at;
    const words = [
      ...(at === undefined ? [] : [formatDuration(at)]),
      ...(failed ? [error ?? ""] : [`finished${took === undefined ? "" : ` after ${formatDuration(took)}`}`]),
    ];
    const wait = until === undefined || next === undefined ? undefined : formatDuration(next - until);
    return [
      ...fact(failed ? `${index + 1} failed` : String(index + 1), words.filter((word) => word !== "").join(", ")),
      ...fact("wait", wait),
    ];
  });
}

function fact(name: string, text: string | undefined): [string, string][] {
  const line = text?.slice(0, maxValueLength).replaceAll(/\s+/g, " ").trim();
  return line ? [[name, line]] : [];
}

interface HoverPosition {
  left: number;
  width: number;
  /** Pixels from the upper edge; `bottom` from the lower one, when there is no room below. */
  top?: number;
  bottom?: number;
}

/** In pixels: the greatest width of the details, the room that they need below a row, and the margin at the edges. */
const maxWidth = 348;
const minRoomBelow = 180;
const margin = 8;

interface HoverAnchor {
  /** Where the bar begins in the track, and the width of the track. */
  bar: number;
  track: number;
  /** The upper edge of the row in the view. */
  row: number;
  rowHeight: number;
  view: Size;
}

/** Where the details are drawn: below their row, or above it if there is more room. */
export function hoverPosition({ bar, track, row, rowHeight, view }: HoverAnchor): HoverPosition {
  const width = Math.min(maxWidth, view.width - 2 * margin);
  const left = Math.min(view.width - track + Math.max(0, bar), view.width - width - margin);
  const below = view.height - row - rowHeight;
  const side = below >= minRoomBelow || below >= row ? { top: row + rowHeight + 2 } : { bottom: view.height - row + 2 };
  return { left: Math.max(margin, left), width, ...side };
}

import { formatClock } from "../../../../model/clock.ts";
import { countOf } from "../../../../model/counts.ts";
import { formatTicking } from "../../../../model/duration.ts";
import { formatTimeOfDay } from "../../../../model/times.ts";
import { Icon } from "../../../../ui/Icon.tsx";
import type { HoverPlace } from "./rows/hoverPlace.ts";
import { spanOf } from "./rows/rowPlace.ts";
import type { TimelineRow } from "./rows/timelineRow.ts";
import { rowIcon } from "./timelineIcons.ts";
import { hoverId } from "./TimelineLine.tsx";

/** In characters: how much of a value fits one line. */
const longest = 200;

interface HoverProps {
  row: TimelineRow;
  parts: readonly TimelineRow[];
  now: number;
  /** When the story's clock began. */
  begin: number | undefined;
  place: HoverPlace;
}

/** Details of a row: its exact times, its input and its result. */
export function TimelineHover({ row, parts, now, begin, place }: HoverProps) {
  const icon = rowIcon(row);
  const when = (time: number): string =>
    [formatClock(time), ...(begin === undefined ? [] : [formatTimeOfDay(begin + time, "milliseconds")])].join(", ");
  const span = row.to === undefined ? `${formatTicking(now - row.from)} so far` : spanOf(row);
  return (
    <div
      class="hover"
      role="tooltip"
      id={hoverId}
      style={{
        left: `${place.left}px`,
        width: `${place.width}px`,
        top: place.top === undefined ? "auto" : `${place.top}px`,
        bottom: place.bottom === undefined ? "auto" : `${place.bottom}px`,
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

function facts({ step, outcome }: TimelineRow, parts: readonly TimelineRow[]): [name: string, text: string][] {
  switch (step?.kind) {
    case "tool":
      return [...fact("Input", step.input), ...fact("Result", step.result)];
    case "text":
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

function fact(name: string, text: string | undefined): [string, string][] {
  const line = text?.slice(0, longest).replaceAll(/\s+/g, " ").trim();
  return line ? [[name, line]] : [];
}

import type { ComponentChildren } from "preact";
import { formatDuration } from "#model/duration.ts";
import { Icon } from "#ui/Icon.tsx";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { type Call, spanOfCalls } from "./groups/callGroups.ts";
import { hasHead } from "./groups/storyGroups.ts";
import { useMoments } from "./moments.ts";
import { NodesBeside } from "./NodesBeside.tsx";
import { SameOthers } from "./OtherStep.tsx";
import { SectionHead } from "./SectionHead.tsx";
import type { ShownResult } from "./shownResult.ts";
import { StepNode } from "./StepNode.tsx";
import { useStory } from "./storyContext.ts";
import { StoryRow } from "./StoryRow.tsx";
import type { FrameInView, LineInView, StretchInView } from "./useStoryLines.ts";

export interface SectionProps extends StretchInView {
  /** Whether it is the last one, whose status is that of the run. */
  current: boolean;
  header: RunHeader;
  result: ShownResult | undefined;
  /** Changes when steps were expanded or collapsed from outside. */
  folds: number;
  /** The input requests beside the story, by the event that asked. */
  asked: ReadonlyMap<number | undefined, string>;
  measure: (line: HTMLDivElement | null) => void;
}

/** The visible part of an iteration, under its sticky head. */
export function StorySection(props: SectionProps) {
  const { group, beside } = props;
  const head = `iteration-${group.key}`;
  const style = { top: `${props.top}px`, height: `${props.height}px` };
  const rows = (
    <>
      {props.frames.map((frame) => frame.kind !== "joined" && <FrameBox key={frame.key} frame={frame} />)}
      <Lines {...props} shown={props.lines} within={props.frames} />
    </>
  );
  if (!beside && !hasHead(group)) {
    return (
      <div class="iter" style={style}>
        {rows}
      </div>
    );
  }
  return (
    <section class="iter" aria-labelledby={head} style={style}>
      <h2 id={head}>
        <SectionHead
          group={group}
          beside={beside}
          current={props.current}
          header={props.header}
          result={props.result}
        />
      </h2>
      {rows}
    </section>
  );
}

/** In pixels, as in the style sheet: the distance between a card and the edge of its line. */
const cardGap = 2;

/** The box around the lines of a frame, of which only those in view exist. */
function FrameBox({ frame }: { frame: FrameInView }) {
  return (
    <div
      class="frame"
      style={{ top: `${frame.top + cardGap}px`, height: `${frame.height - 2 * cardGap}px`, "--depth": frame.depth }}
    />
  );
}

interface LinesProps extends SectionProps {
  shown: readonly LineInView[];
  /** The frames that group lines for a screen reader, the outer ones first. */
  within: readonly FrameInView[];
}

function Lines(props: LinesProps) {
  const { shown, within } = props;
  const parts: ComponentChildren[] = [];
  for (let next = 0; next < shown.length;) {
    const { index, line } = shown[next]!;
    const at = within.findIndex(({ first, last }) => index >= first && index <= last);
    const frame = within[at];
    if (!frame) {
      parts.push(<Line {...props} lineInView={shown[next]!} key={line.key} />);
      next += 1;
      continue;
    }
    const end = shown.findIndex((each, i) => i > next && each.index > frame.last);
    const inside = shown.slice(next, end < 0 ? undefined : end);
    parts.push(
      <div class="framed" role="group" aria-label={frame.name} key={frame.key}>
        <Lines {...props} shown={inside} within={within.slice(at + 1)} />
      </div>,
    );
    next += inside.length;
  }
  return <>{parts}</>;
}

function Line(props: SectionProps & { lineInView: LineInView }) {
  const { first, last, lineInView, group } = props;
  const { index, line, top } = lineInView;
  const end = lastPlain(props);
  const edge = `${index === (hasHead(group) ? first + 1 : first) ? " first" : ""}${index === last || index === end ? " last" : ""}`;
  const deep = "depth" in line && line.depth > 0 ? " deep" : "";
  const joined = line.kind === "step" && line.joined ? " joined" : "";
  const ends = props.frames.some((frame) => frame.last === index && frame.first !== index) ? " ends" : "";
  const isTail = "depth" in line && (line.depth > 0 || joined !== "") && index > end;
  const opens = line.kind === "step" && line.open ? " opens" : "";
  return (
    <div
      class={`line${edge}${deep}${joined}${ends}${opens}${isTail ? " tail" : ""}`}
      data-index={index}
      ref={props.measure}
      style={{ top: `${top}px`, "--depth": "depth" in line ? line.depth : undefined }}
    >
      <LineBody {...props} />
    </div>
  );
}

/** The last line with its own mark on the rail, which ends there. */
function lastPlain({ last, frames }: SectionProps): number {
  return frames.find((frame) => frame.depth === 0 && frame.last === last)?.first ?? last;
}

function LineBody(props: SectionProps & { lineInView: LineInView }) {
  const { memory } = useStory();
  const { line } = props.lineInView;
  switch (line.kind) {
    case "calls":
      return <CallsHead calls={line.calls} />;
    case "same":
      return <SameOthers line={line} current={!line.open && line.step.sequence === memory.current} />;
    case "nodes":
      return <NodesBeside groups={line.groups} />;
    case "hidden":
      return (
        <p class="others">
          <Icon name="filter" />
          {line.text}
        </p>
      );
    case "step": {
      const { step } = line;
      const isAsking = step.kind === "request" && step.pending === true;
      return (
        <StoryRow
          step={step}
          joined={line.joined ?? false}
          agent={line.agent}
          header={isAsking || step.kind === "started" ? props.header : undefined}
          result={step.kind === "completed" || props.result?.saidBy.has(step.id) ? props.result : undefined}
          folds={props.folds}
          current={step.sequence === memory.current}
          hasForm={isAsking && props.asked.has(step.sequence)}
        />
      );
    }
    case "head":
      return null;
  }
}

/** The head of parallel calls: how many there are, how long they took, and how many failed. */
function CallsHead({ calls }: { calls: readonly Call[] }) {
  const moment = useMoments();
  const at = calls.find((call) => call.at !== undefined)?.at;
  return (
    <div class="step calls-head">
      <time class="at">{at === undefined ? "" : moment(at)}</time>
      <StepNode icon="tools" extra={calls.every(({ extra }) => extra)} />
      <h3>
        <Icon name="layers" />
        <span class="ellipsis">
          <b>{calls.length} calls at the same time</b> · {factsOf(calls)}
        </span>
      </h3>
    </div>
  );
}

function factsOf(calls: readonly Call[]): string {
  const span = spanOfCalls(calls);
  const count = (state: Call["state"]): number => calls.filter((call) => call.state === state).length;
  const facts = [span === undefined ? `${count("running")} running` : formatDuration(span)];
  for (const state of ["failed", "unfinished", "discarded", "skipped", "blocked", "declined"] as const)
    if (count(state) > 0) facts.push(`${count(state)} ${state}`);
  return facts.join(", ");
}

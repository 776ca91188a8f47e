import { type CallState, callStates } from "#model/callStates.ts";
import { formatTicking } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { stepKinds } from "#model/stepKinds.ts";
import { Fold } from "#ui/Fold.tsx";
import { useNow } from "#ui/hooks/useNow.ts";
import type { IconName } from "#ui/icons.ts";
import type { TextProps } from "#ui/JsonText.tsx";
import { Markdown } from "#ui/markdown/Markdown.tsx";
import { memo } from "#ui/memo.tsx";
import { TabStops, useTabIndex } from "#ui/tabStops.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { LineView, SpeakerView, StepView, TextView } from "#workbench/panel/page/storyViews.ts";
import { ModelCall } from "./calls/ModelCall.tsx";
import { ToolCall } from "./calls/ToolCall.tsx";
import { Failure } from "./Failure.tsx";
import { useMoments } from "./moments.ts";
import { MoreOfText } from "./MoreOfText.tsx";
import { NoteMarks } from "./notes/RunNotes.tsx";
import { OtherStep } from "./OtherStep.tsx";
import { Result } from "./Result.tsx";
import type { ShownResult } from "./shownResult.ts";
import { onlyLocal, StepNode } from "./StepNode.tsx";
import { useStory } from "./storyContext.ts";
import { WorkflowEnd } from "./WorkflowEnd.tsx";

interface RowProps {
  step: StepView;
  /** Present for the first step, and for a step whose answer the run waits for. */
  header: RunHeader | undefined;
  /** Present for the step that shows it, and for a text that is a part of it. */
  result: ShownResult | undefined;
  /** Changes when steps were expanded or collapsed from outside. */
  folds: number;
  /** Whether the reader is at it, so that `Tab` reaches its controls. */
  current: boolean;
  /** Whether the form of its input request is beside the story. */
  hasForm: boolean;
  /** Whether it is one of several parallel calls, whose head shows when they began. */
  joined: boolean;
  agent: SpeakerView | undefined;
}

/** One step of the story: its time, its kind, and its content. */
export const StoryRow = memo(function StoryRow(props: RowProps) {
  const { step } = props;
  const moment = useMoments();
  const want = step.kind === "request" && step.pending ? " want" : "";
  return (
    <div
      class={`step${step.kind === "failed" ? " err" : want}${props.joined ? " bare" : ""}`}
      data-sequence={step.sequence}
      data-item={step.id}
      data-kind={step.kind}
      tabIndex={-1}
      title={props.joined && step.extra ? onlyLocal : undefined}
    >
      {step.extra && <span class="sr">{onlyLocal}. </span>}
      {!props.joined && (
        <>
          <time class="at">{step.at === undefined ? "" : moment(step.at)}</time>
          <StepNode icon={props.agent ? "robot" : iconOf(step, props.result)} extra={step.extra} />
        </>
      )}
      <TabStops.Provider value={props.current}>
        <Body {...props} />
      </TabStops.Provider>
      {step.kind !== "tool" && <NoteMarks id={step.id} />}
    </div>
  );
});

function Body(props: RowProps) {
  const tabIndex = useTabIndex();
  const { step } = props;
  const { host, dispatch, memory } = useStory();
  // The event has the whole text of a step that was cut.
  const open = (): void => host.post({ type: "useEvent", use: "open", sequence: step.sequence });
  const more = (left: number) => <MoreOfText left={left} onOpen={open} />;
  switch (step.kind) {
    case "text":
    case "reasoning":
      return props.result && !memory.sawRunning ? (
        <InResult step={step} result={props.result} />
      ) : (
        // One element: a second one would stand in the column of times.
        <div class="stack">
          <Text step={step} />
          {step.tokens !== undefined && <p class="dim tokens">{step.tokens}</p>}
        </div>
      );
    case "tool":
      return <ToolCall step={step} agent={props.agent} />;
    case "failed":
      return <Failure step={step} more={more} />;
    case "started":
      return (
        <div class="one">
          <b>Run started</b>
          {props.header?.byAgent && <span>by an agent</span>}
          <span class="dim">{step.title}</span>
          <button
            type="button"
            class="link"
            tabIndex={tabIndex}
            onClick={() => dispatch({ type: "tab", tab: "input" })}
          >
            Show Input
          </button>
        </div>
      );
    case "model":
      return <ModelCall step={step} />;
    case "blocked":
      return <Blocked step={step} />;
    case "workflow":
      return <WorkflowEnd step={step} />;
    case "other":
      return <OtherStep step={step} />;
    default:
      return step.kind === "completed" && props.result ? (
        <Result result={props.result} isAbove={memory.sawRunning === true} />
      ) : (
        <Line step={step} header={props.header} hasForm={props.hasForm} more={more} />
      );
  }
}

/** What a hook blocked, and why, unless the reason is the answer that follows. */
function Blocked({ step: { title, point, blocked } }: { step: Extract<StepView, { kind: "blocked" }> }) {
  const why = blocked.outcome === "answer" ? "" : (blocked.why ?? "");
  return (
    <div class="one">
      <span>
        <b>Blocked</b> by <code>{title}</code>
      </span>
      <span class="dim">{[point === "" ? "" : `on ${point}`, why].filter((part) => part !== "").join(": ")}</span>
    </div>
  );
}

/** A text that the result below shows, too: only there, unless the reader saw it grow here. */
function InResult({ step, result }: { step: StepView; result: ShownResult }) {
  const { onResult } = useStory();
  const name = result.saidBy.get(step.id);
  const tabIndex = useTabIndex();
  return (
    <div class="one">
      <span class="dim">{name ? <code>{name}</code> : "This text"} is in the result below.</span>
      <button type="button" class="link" tabIndex={tabIndex} onClick={onResult}>
        Go to Result
      </button>
    </div>
  );
}

function Text({ step }: { step: TextView }) {
  const { host } = useStory();
  const text = step.code ? (
    <pre class="raw">{step.text}</pre>
  ) : (
    <Markdown text={step.text} growing={step.growing} host={host} head="h3" />
  );
  if (!step.refused) return step.object === "answer" ? <div class="answer">{text}</div> : text;
  return (
    <div class="stack refused">
      <p class="dim">The app rejected this answer. A newer answer is below.</p>
      {text}
    </div>
  );
}

/** The states of calls that look like no call in the rail. */
const voidStates: ReadonlySet<CallState> = new Set(["discarded", "blocked", "declined"]);

function iconOf(step: StepView, result?: ShownResult): IconName {
  if (step.kind === "completed" && result?.blocked) return "shield";
  if ("failed" in step && step.failed) return "warning";
  if (step.kind === "tool" && voidStates.has(step.state)) return callStates[step.state].icon;
  if (step.kind === "tool" && step.repeats) return "debug-rerun";
  // In the story, an input request has a bell with a dot.
  if (step.kind === "request") return "bell-dot";
  return stepKinds[step.kind].icon;
}

interface LineProps extends Pick<TextProps, "more"> {
  header: RunHeader | undefined;
  hasForm: boolean;
  step: LineView;
}

/** *Input changed by `pii`: 19 characters before, 13 after*, *Approved*, *Paused*, and details on request. */
function Line({ step, header, hasForm, more }: LineProps) {
  const { goTo, memory } = useStory();
  const tabIndex = useTabIndex();
  return (
    <div class="stack">
      <div class="one">
        <Title step={step} />
        {step.text !== "" && <span class={step.kind === "notice" ? undefined : "dim"}>{step.text}</span>}
        {header && <Waiting at={step.at} header={header} />}
        {hasForm && (
          <button type="button" class="link goto" tabIndex={tabIndex} onClick={() => goTo(step.sequence)}>
            Go to Input Request
          </button>
        )}
      </div>
      {step.details !== undefined && (
        <Fold id={step.id} name="Details" text={step.details} length={step.detailsLength} more={more} memory={memory} />
      )}
    </div>
  );
}

function Title({ step: { title, by } }: Pick<LineProps, "step">) {
  if (by === undefined) return title === "" ? null : <b>{title}</b>;
  return (
    <span>
      <b>{title}</b> by {by === "" ? "a hook" : <code>{by}</code>}
    </span>
  );
}

/** How long an input request has waited. */
function Waiting({ at, header }: { at: number | undefined; header: RunHeader }) {
  const asOf = parseTime(header.asOf);
  const now = useNow(asOf === undefined, 1000);
  const start = parseTime(header.startedAt);
  if (at === undefined || start === undefined) return null;
  return <span class="dim num">Waiting {formatTicking((asOf ?? now) - start - at)}</span>;
}

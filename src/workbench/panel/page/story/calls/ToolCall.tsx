import { useLayoutEffect } from "preact/hooks";
import { countOf } from "#model/counts.ts";
import { useFold } from "#ui/hooks/useFold.ts";
import { Icon } from "#ui/Icon.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import { sidesId } from "#workbench/panel/page/story/find/stepWords.ts";
import { useMoments } from "#workbench/panel/page/story/moments.ts";
import { NoteMarks } from "#workbench/panel/page/story/notes/RunNotes.tsx";
import { SourceLink } from "#workbench/panel/page/story/SourceLink.tsx";
import { useStory } from "#workbench/panel/page/story/storyContext.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";
import { callLook, CallDuration } from "./callLook.tsx";
import { CallSides } from "./CallSides.tsx";

type Call = Extract<StepView, { kind: "tool" }>;

/** Calls whose result is in their line. */
const foldedStates: ReadonlySet<Call["state"]> = new Set(["finished", "discarded", "skipped", "blocked", "declined"]);
const isVoid = ({ state, blocked }: Call): boolean =>
  state === "discarded" || state === "declined" || (state === "blocked" && !blocked?.ran);

/** Whether a call is expanded until the reader has chosen. The line of a failed call that was repeated says enough. */
function isOpenUnlessFolded({ state, repeated }: Call): boolean {
  return !foldedStates.has(state) && !(state === "failed" && repeated !== undefined);
}

interface CallProps {
  step: Call;
  /** The agent that it started. That agent's steps are below it while it is expanded. */
  agent?: SpeakerView;
}

/**
 * A call in one line. Running, failed and unfinished calls are expanded, and a call that the reader saw running stays
 * expanded when it ends: nothing collapses by itself. A sub-agent's call is expanded, too, because its steps are part
 * of the story.
 */
export function ToolCall({ step, agent }: CallProps) {
  const { memory, onFold } = useStory();
  const isRunning = step.state === "running";
  useLayoutEffect(() => {
    if (isRunning && !memory.open.has(step.id)) memory.open.set(step.id, true);
  }, [isRunning, memory, step.id]);
  const [open, toggle] = useFold(memory, step.id, agent !== undefined || isOpenUnlessFolded(step));
  const tabIndex = useTabIndex();
  const moment = useMoments();
  const look = callLook(step);
  const body = `call-${step.id}`;
  const press = (): void => {
    toggle();
    if (agent) onFold();
  };
  const card = `tool${isVoid(step) ? " void" : ""}${agent ? " sub" : ""}`;
  const name = agent?.name ?? step.name;
  return (
    <article
      class={card}
      aria-label={`${agent ? "Sub-agent" : "Tool call"} ${name}, ${step.mocked ? "mocked, " : ""}${spokenState(step) ?? look.label}`}
    >
      <button
        type="button"
        class="tool-head"
        tabIndex={tabIndex}
        aria-expanded={open}
        aria-controls={open ? body : undefined}
        onClick={press}
      >
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <span class="name">{name}</span>
        <span class="sum">
          {open && !agent && !step.blocked ? step.toolType : <Summary step={step} agent={agent} />}
        </span>
        <span class="dur">
          <CallDuration step={step} />
        </span>
        {step.mocked && <span class="tag">mocked</span>}
        {step.cached && <span class="tag">cached</span>}
        {step.attempts && <span class="tag">{countOf(step.attempts.length, "attempt")}</span>}
        {step.repeats && (
          <span class="tag">
            repeat{step.repeats.at === undefined ? "" : ` of the call at ${moment(step.repeats.at)}`}
          </span>
        )}
        <Icon name={look.icon} tone={look.tone} label={look.label} />
      </button>
      {step.state === "running" && !step.still && <div class="bar-run" role="progressbar" aria-label="Running" />}
      {open && <div id={body}>{agent ? <AgentSides call={step} /> : <CallSides call={step} />}</div>}
      {open && step.source !== undefined && (
        <div class="tool-foot">
          <Icon name="go-to-file" />
          <SourceLink name={step.name} source={step.source} text={step.source} />
        </div>
      )}
      {step.artifact && <ArtifactLine {...step.artifact} />}
      <NoteMarks id={step.id} />
      {(step.repeated || (open && step.repeats)) && <OtherCall call={step} />}
    </article>
  );
}

function Summary({ step, agent }: Pick<CallProps, "step" | "agent">) {
  const { state, reason, summary, failure } = step;
  switch (state) {
    case "discarded":
      return <>{reason === undefined || reason === "" ? "discarded" : `discarded: ${reason}`}</>;
    case "skipped":
      return <>{[`skipped`, summary].filter((part) => part !== "").join(": ")}</>;
    case "blocked":
    case "declined":
      return (
        <>
          {agent && <>sub-agent · </>}
          {summary !== "" && `${summary} → `}
          <Blocked step={step} agent={agent} />
        </>
      );
    case "unfinished":
      return <>{summary === "" ? "unfinished" : `${summary} → unfinished`}</>;
    default:
      return (
        <>
          {agent && <>sub-agent{summary === "" ? "" : " · "}</>}
          {summary}
          {failure !== undefined && summary !== "" && " → "}
          {failure !== undefined && <span class="why">{failure}</span>}
        </>
      );
  }
}

/** *blocked by `refund policy`: Only managers may pay.* */
function Blocked({ step: { state, blocked }, agent }: Pick<CallProps, "step" | "agent">) {
  const why = blocked?.why === undefined ? "" : `: ${blocked.why}`;
  if (state === "declined")
    return (
      <>
        <b>declined</b> by a person{why}
      </>
    );
  return (
    <>
      {blocked?.ran && !agent && "result "}
      <b>blocked</b> by {blocked?.by ? <code>{blocked.by}</code> : "a hook"}
      {why}
    </>
  );
}

/** For a screen reader: *blocked by refund policy*. */
function spokenState({ state, blocked }: Call): string | undefined {
  if (state === "declined") return "declined by a person";
  return state === "blocked" ? `blocked by ${blocked?.by || "a hook"}` : undefined;
}

/** The steps of a sub-agent are below its line. Its input and its result can be shown, too. */
function AgentSides({ call }: { call: Call }) {
  const { memory } = useStory();
  const [open, toggle] = useFold(memory, sidesId(call.id));
  const tabIndex = useTabIndex();
  return (
    <>
      <div class="tool-foot">
        <button type="button" class="link" tabIndex={tabIndex} aria-expanded={open} onClick={toggle}>
          {open ? "Hide" : "Show"} Input and Result
        </button>
      </div>
      {open && <CallSides call={call} />}
    </>
  );
}

/** What a call made. The newest version of it is opened, and the others lead to it. */
function ArtifactLine({ name, words, url, newer }: NonNullable<Call["artifact"]>) {
  const { host, onJump } = useStory();
  const tabIndex = useTabIndex();
  return (
    <div class="tool-foot artifact">
      <Icon name="file" />
      <span>
        {name}
        {words !== "" && <span class="dim"> {words}</span>}
      </span>
      {newer ? (
        <button type="button" class="link" tabIndex={tabIndex} onClick={() => onJump(newer.sequence, newer.id)}>
          Go to Newer Version
        </button>
      ) : (
        url !== undefined && (
          <button type="button" class="link" tabIndex={tabIndex} title={url} onClick={() => host.openLink(url)}>
            Open
          </button>
        )
      )}
    </div>
  );
}

/** Links a failed call with the one that repeats it, in both directions. */
function OtherCall({ call: { repeated, repeats } }: { call: Call }) {
  const { onJump } = useStory();
  const moment = useMoments();
  const tabIndex = useTabIndex();
  const other = repeated ?? repeats;
  if (!other) return null;
  const at = other.at === undefined ? "" : ` at ${moment(other.at)}`;
  return (
    <div class="tool-foot">
      <Icon name="debug-rerun" />
      <span>{repeated ? `Called again${at} with the same input.` : `Same input as the call${at}, which failed.`}</span>
      <button type="button" class="link" tabIndex={tabIndex} onClick={() => onJump(other.sequence, other.id)}>
        {repeated ? "Go to Repeated Call" : "Go to First Call"}
      </button>
    </div>
  );
}

import { formatDuration, formatTicking } from "#model/duration.ts";
import { isTerminal, statusFacts } from "#model/status.ts";
import { Icon } from "#ui/Icon.tsx";
import type { Look } from "#ui/icons.ts";
import { headerLook } from "#workbench/panel/page/headerLook.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { callLook, CallDuration, wordOfCall } from "#workbench/panel/page/story/calls/callLook.tsx";
import type { Call } from "#workbench/panel/page/story/groups/callGroups.ts";
import { useMoments } from "#workbench/panel/page/story/moments.ts";
import { isEnd, speakerTitle } from "#workbench/panel/page/story/speakers/speakerNames.ts";
import { useSpan } from "#workbench/panel/page/story/useSpan.ts";
import type { OutlineEntry } from "./outlineEntries.ts";

interface LineProps {
  entry: OutlineEntry;
  header: RunHeader;
  current: boolean;
  stop: boolean;
  onPress: () => void;
}

export function OutlineLine({ entry, header, current, stop, onPress }: LineProps) {
  const look = lookOf(entry, header);
  const plainClass = entry.kind !== "step" || entry.agent !== undefined ? " plain" : "";
  return (
    <button
      type="button"
      class={`lv${entry.level}${entry.level > 1 || entry.kind === "step" ? plainClass : ""}`}
      style={{ "--level": entry.level }}
      tabIndex={stop ? 0 : -1}
      aria-current={current ? "location" : undefined}
      onClick={onPress}
    >
      <Icon name={look.icon} tone={look.tone} />
      <span class="label ellipsis">{labelOf(entry)}</span>
      <span class="dur">
        <Took entry={entry} header={header} />
      </span>
    </button>
  );
}

function labelOf(entry: OutlineEntry): string {
  switch (entry.kind) {
    case "speaker":
      return speakerTitle(entry.speaker);
    case "iteration":
      return `Iteration ${entry.group.iteration}`;
    case "step": {
      const { step, agent } = entry;
      if (step.kind === "tool") return agent?.name ?? step.name;
      return step.kind === "failed" ? (step.code ?? "Failed") : step.title;
    }
  }
}

function Took({ entry, header }: Pick<LineProps, "entry" | "header">) {
  const moment = useMoments();
  const call = callOf(entry);
  if (call) return <>{wordOfCall(call) ?? <CallDuration step={call} />}</>;
  if (entry.kind === "step") return null;
  if (entry.kind === "speaker" && entry.speaker.group === "workflow") {
    if (!isEnd(entry.speaker)) return null;
    const { at } = entry.groups.at(-1)?.steps.findLast(({ kind }) => kind === "completed") ?? {};
    return <>{header.status === "failed" ? "no output" : at === undefined ? "" : moment(at)}</>;
  }
  return (
    <Span groups={entry.kind === "speaker" ? entry.groups : [entry.group]} current={entry.current} header={header} />
  );
}

function Span(props: { groups: readonly OutlineEntry["group"][]; current: boolean; header: RunHeader }) {
  const span = useSpan(props.groups, props.current, props.header);
  const format = props.current && !isTerminal(props.header.status) ? formatTicking : formatDuration;
  return <>{span === undefined || span === 0 ? "" : format(span)}</>;
}

const doneLook: Look = { icon: "check", tone: "idle" };
const resultLook: Look = { icon: "pass", tone: "idle" };
const noResultLook: Look = { icon: "skip", tone: "idle" };

/** The call that a line stands for. */
function callOf(entry: OutlineEntry): Call | undefined {
  if (entry.kind === "speaker") return entry.call;
  return entry.kind === "step" && entry.step.kind === "tool" ? entry.step : undefined;
}

function lookOf(entry: OutlineEntry, header: RunHeader): Look {
  const call = callOf(entry);
  if (call) {
    const look = callLook(call);
    return call.repeats && call.state === "finished" ? { ...look, icon: "debug-rerun" } : look;
  }
  if (entry.kind === "step") return statusFacts(entry.step.kind === "failed" ? "failed" : "awaiting_input");
  if (entry.kind === "speaker") {
    if (entry.groups.some(({ steps }) => steps.some(({ kind }) => kind === "failed"))) return statusFacts("failed");
    if (isEnd(entry.speaker))
      return header.blockedBy !== undefined
        ? headerLook(header)
        : header.status === "failed"
          ? noResultLook
          : resultLook;
  }
  return entry.current && header.status !== "completed" ? headerLook(header) : doneLook;
}

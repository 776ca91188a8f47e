import { countOf } from "#model/counts.ts";
import { formatDuration, formatTicking } from "#model/duration.ts";
import { isTerminal, statusFacts } from "#model/status.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { Call } from "./groups/callGroups.ts";
import { type StoryGroups, spanOfNodes } from "./groups/nodesBeside.ts";
import type { StoryGroup } from "./groups/storyGroups.ts";
import { resultWords, type ShownResult } from "./shownResult.ts";
import { SourceLink } from "./SourceLink.tsx";
import { isEnd, speakerIcon, speakerKind } from "./speakers/speakerNames.ts";
import { useStory } from "./storyContext.ts";
import { useSpan } from "./useSpan.ts";

interface HeadProps {
  group: StoryGroup;
  beside?: StoryGroups;
  /** Whether it is the last one, whose status is that of the run. */
  current: boolean;
  header: RunHeader;
  result: ShownResult | undefined;
}

/** The head of a group counts all its steps, and stands above them while a person scrolls. */
export const SectionHead = memo(function SectionHead({ group, beside, current, header, result }: HeadProps) {
  if (beside) {
    const span = spanOfNodes(beside);
    return (
      <>
        <Icon name="layers" />
        <span class="ellipsis">{beside.length} nodes at the same time</span>
        <span class="dim ellipsis">{span === undefined ? "running" : formatDuration(span)}</span>
      </>
    );
  }
  if (result && group.speaker && isEnd(group.speaker)) return <ResultHead result={result} />;
  return (
    <>
      <SectionName group={group} /> <Facts group={group} current={current} header={header} />
    </>
  );
});

function ResultHead({ result }: { result: ShownResult }) {
  const { host, dispatch } = useStory();
  return (
    <>
      <span class="who">Result</span> <span class="dim ellipsis">{resultWords(result)}</span>
      {result.view.kind !== "absent" && (
        <span class="end">
          <IconButton
            icon="copy"
            name="Copy Output"
            onPress={() => host.post({ type: "useValue", use: "copy", side: "output", path: [] })}
          />
          <button type="button" class="link" onClick={() => dispatch({ type: "tab", tab: "output" })}>
            Open Output
          </button>
        </span>
      )}
    </>
  );
}

/** The speaker comes first, if there are several. */
function SectionName({ group: { iteration, speaker } }: Pick<HeadProps, "group">) {
  if (speaker === undefined) return <>Iteration {iteration}</>;
  return (
    <>
      <Icon name={speakerIcon(speaker)} />
      <SourceLink id={speaker.node ?? speaker.key} name={speaker.name} source={speaker.source} look="who ellipsis" />
    </>
  );
}

function Facts({ group, current, header }: Pick<HeadProps, "group" | "current" | "header">) {
  const { steps, iteration, speaker } = group;
  const span = useSpan([group], current, header);
  const calls = steps.filter((step) => step.kind === "tool");
  const made = calls.filter(({ state }) => state !== "discarded").length;
  const kind = speaker && speakerKind(speaker);
  const facts = kind === undefined ? [] : [kind];
  if (speaker?.within !== undefined) facts.push(`in ${speaker.within}`);
  if (speaker && iteration !== undefined) facts.push(`iteration ${iteration}`);
  // A node that is one call needs no count.
  const isNode = kind !== undefined && kind !== "workflow" && calls.length === 1;
  if (made > 0 && !isNode) facts.push(countOf(made, "tool call"));
  const count = (state: Call["state"]): number => calls.filter((call) => call.state === state).length;
  const ends = (["failed", "discarded", "blocked", "declined"] as const).flatMap((state) =>
    count(state) > 0 && !(isNode && state === "failed") ? [`${count(state)} ${state}`] : [],
  );
  if (ends.length > 0) facts.push([...(made > 0 && !isNode ? [facts.pop()] : []), ...ends].join(", "));
  if (iteration !== undefined && calls.length === 0 && steps.some(isAnswer)) facts.push("answer");
  const failure = steps.find((step) => step.kind === "failed");
  if (failure?.frames && failure.node !== undefined)
    return <span class="dim ellipsis">in {failure.node} · the run has no output</span>;
  if (failure && speaker) facts.push("failed");
  else if (isNode && span !== undefined && calls[0]?.state === "failed") facts.push(spanWords(span, "failed"));
  else if (isNode && calls[0]?.state === "skipped") facts.push("skipped");
  else if (span !== undefined && kind !== "workflow")
    facts.push(spanWords(span, current ? header.status : "completed"));
  return <span class="dim ellipsis">{facts.join(" · ")}</span>;
}

/** The text that the agent ends with. */
function isAnswer(step: StepView): boolean {
  return step.kind === "text" && step.object === "answer";
}

function spanWords(span: number, status: string): string {
  if (status === "failed") return `failed after ${formatDuration(span)}`;
  if (isTerminal(status)) return formatDuration(span);
  return `${statusFacts(status).part}, ${formatTicking(span)}`;
}

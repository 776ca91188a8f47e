import { formatDuration } from "#model/duration.ts";
import { Icon } from "#ui/Icon.tsx";
import { Markdown } from "#ui/markdown/Markdown.tsx";
import { TabStops } from "#ui/tabStops.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { ModelCall } from "./calls/ModelCall.tsx";
import { ToolCall } from "./calls/ToolCall.tsx";
import { spanOfNodes } from "./groups/nodesBeside.ts";
import type { StoryGroup } from "./groups/storyGroups.ts";
import { useMoments } from "./moments.ts";
import { NoteMarks } from "./notes/RunNotes.tsx";
import { speakerKind } from "./speakers/speakerNames.ts";
import { StepNode } from "./StepNode.tsx";
import { useStory } from "./storyContext.ts";

/** Nodes that ran in parallel: side by side, or below each other in a narrow panel. */
export function NodesBeside({ groups }: { groups: readonly StoryGroup[] }) {
  const moment = useMoments();
  const { memory } = useStory();
  const { at, sequence: first } = groups[0]?.steps[0] ?? {};
  const current = groups.some(({ steps }) => steps.some(({ sequence }) => sequence === memory.current));
  return (
    <div class="step" data-kind="nodes" data-sequence={first} tabIndex={-1}>
      <time class="at">{at === undefined ? "" : moment(at)}</time>
      <StepNode icon="comment" extra={groups.every(({ steps }) => steps.every(({ extra }) => extra))} />
      <TabStops.Provider value={current}>
        <div class="nodes-beside">
          {groups.map((group, index) => (
            <Node group={group} isFirst={index === 0} key={group.key} />
          ))}
        </div>
      </TabStops.Provider>
    </div>
  );
}

function Node({ group, isFirst }: { group: StoryGroup; isFirst: boolean }) {
  const span = spanOfNodes([group]);
  const words = span === undefined ? "running" : formatDuration(span);
  const state = span === undefined ? "running" : "finished";
  const name = group.speaker?.name ?? "";
  const kind = group.speaker && speakerKind(group.speaker);
  return (
    <article
      aria-label={[name, state, ...(span === undefined ? [] : [words])].join(", ")}
      data-sequence={isFirst ? undefined : group.steps[0]?.sequence}
      tabIndex={-1}
    >
      <header>
        <b class="ellipsis">{name}</b>
        {kind !== undefined && <span class="dim">{kind}</span>}
        <span class="end dim">
          {words}
          <Icon
            name={span === undefined ? "loading" : "check"}
            tone={span === undefined ? "run" : "idle"}
            label={state}
          />
        </span>
      </header>
      {group.steps.map((step) => (
        <Said step={step} key={step.id} />
      ))}
    </article>
  );
}

function Said({ step }: { step: StepView }) {
  const { host } = useStory();
  if ("growing" in step) {
    return (
      <>
        <Markdown text={step.text} growing={step.growing} host={host} head="h3" />
        <NoteMarks id={step.id} />
      </>
    );
  }
  if (step.kind === "model") return <ModelCall step={step} />;
  if (step.kind === "tool") return <ToolCall step={step} />;
  return null;
}

import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { isTerminal } from "../../model/status.ts";
import type { InputRequestView } from "../../protocol/inputRequestForm.ts";
import type { RunHeader } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import { InputRequests } from "../inputRequests/InputRequests.tsx";
import { Empty } from "../panel/Problem.tsx";
import type { AnswerMemory } from "../state/answerMemory.ts";
import type { Dispatch } from "../state/panelState.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { useFollow } from "../ui/hooks/useFollow.ts";
import { useLatest } from "../ui/hooks/useLatest.ts";
import { Pill } from "../ui/Pill.tsx";
import { StoryFind } from "./find/StoryFind.tsx";
import { useFindInStory } from "./find/useFindInStory.ts";
import { openAround } from "./openStory.ts";
import { aimAt, openStory, takeJump } from "./openStory.ts";
import { Outline } from "./outline/Outline.tsx";
import type { ShownStory } from "./speakers/speakerFilter.ts";
import { nameStepsForMenu } from "./stepsMenu.ts";
import { lineOf, storyLines } from "./storyLines.ts";
import { StorySection } from "./StorySection.tsx";
import type { StoryTools } from "./StoryTools.tsx";
import { useRequestsBeside } from "./useRequestsBeside.ts";
import { useStoryKeys } from "./useStoryKeys.ts";
import { useStoryLines } from "./useStoryLines.ts";

export interface StoryProps {
  shown: ShownStory;
  header: RunHeader;
  host: Host;
  dispatch: Dispatch;
  memory: StoryMemory;
  tools: RefObject<StoryTools | null>;
  /** The cards beside the story, in place of its outline. */
  requests: readonly InputRequestView[];
  drafts: Map<string, AnswerMemory>;
}

/** The run as a person reads it: thoughts, calls, questions and answers, by iteration. */
export function StoryView(props: StoryProps) {
  const { header, memory, requests, host, dispatch } = props;
  const { steps: story, groups, last, hidden } = props.shown;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [folds, draw] = useReducer<number, undefined>((count) => count + 1, 0);
  const redraw = useRef((): void => draw(undefined)).current;
  openStory(story, header.status, memory);
  openAround(story, memory);
  const lines = useMemo(
    () => storyLines(groups, (call) => memory.open.get(call) ?? true, hidden),
    [groups, hidden, folds, memory.target],
  );
  const { height, stretches, at, from, measure, scrollTo, scrollToTop } = useStoryLines(scroller, lines, memory);
  const { missed, follow } = useFollow(scroller, content, memory, story.length);
  useLayoutEffect(() => {
    if (takeJump(scroller.current, memory)) return;
    const target = lineOf(lines, memory.target);
    if (target >= 0) scrollTo(target);
  });
  const count = useLatest(story.length);
  const jumpTo = useRef((sequence: number, id?: string): void => {
    aimAt(sequence, count.current, memory, id);
    redraw();
  }).current;
  const { asked, goTo, wanted, onArrived } = useRequestsBeside(requests);
  const acts = useMemo(
    () => ({ host, dispatch, memory, onJump: jumpTo, onFold: redraw, goTo }),
    [host, dispatch, memory, jumpTo, redraw, goTo],
  );
  const search = useFindInStory({ story, memory, scroller, content, from, redraw, scrollToTop, jumpTo });
  const { find } = search;
  const keys = useStoryKeys({ scroller, story, memory, redraw, follow, scrollToTop });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && find.query !== undefined) find.setQuery(undefined);
    else keys.onKeyDown(event);
  };
  const collapseAll = (): void => {
    for (const step of story) if (step.kind === "tool") memory.open.set(step.id, false);
    redraw();
  };
  useLayoutEffect(() => {
    props.tools.current = { find: search.open, collapseAll };
  });
  return (
    <div class="beside">
      <div class="story">
        <div
          class="scroll"
          role="log"
          aria-live="off"
          aria-label="Story"
          tabIndex={0}
          ref={scroller}
          onKeyDown={onKeyDown}
          onFocusIn={keys.onFocusIn}
          onContextMenu={nameStepsForMenu}
        >
          <div
            ref={content}
            class={story.length === 0 ? "whole" : "lines"}
            style={story.length === 0 ? undefined : { height: `${height}px` }}
          >
            {story.length === 0 && <Beginning status={header.status} />}
            {stretches.map((stretch) => (
              <StorySection
                {...stretch}
                key={stretch.group.key}
                current={(stretch.beside?.groups.at(-1) ?? stretch.group) === last}
                header={header}
                acts={acts}
                folds={folds}
                asked={asked}
                measure={measure}
              />
            ))}
          </div>
        </div>
        {find.query !== undefined && (
          <StoryFind find={find} field={search.field} onLeave={search.leave} onClose={search.close} />
        )}
        <Pill missed={missed} onPress={follow} />
      </div>
      {requests.length > 0 ? (
        <InputRequests requests={requests} host={host} memory={props.drafts} wanted={wanted} onArrived={onArrived} />
      ) : (
        groups.length > 0 && <Outline groups={groups} last={last} header={header} at={at} onJump={jumpTo} />
      )}
    </div>
  );
}

function Beginning({ status }: { status: string }) {
  return isTerminal(status) ? (
    <Empty icon="circle-large" title="No story" text="This run has no events." />
  ) : (
    <Empty icon="circle-large" title="Nothing has happened yet" text="The story starts with the first event." />
  );
}

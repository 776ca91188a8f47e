import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { isTerminal } from "#model/status.ts";
import { Empty } from "#ui/Empty.tsx";
import { useFollow } from "#ui/hooks/useFollow.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { GoPill, Pill } from "#ui/Pill.tsx";
import { InputRequests } from "#workbench/inputRequests/page/InputRequests.tsx";
import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { StoryMemory, ViewMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { JsonView } from "#workbench/panel/page/valueViews.ts";
import { StoryFind } from "./find/StoryFind.tsx";
import { type FindOptions, useStoryFind } from "./find/useStoryFind.ts";
import { endOf, expandTarget, takeJump, useJumps, useOpening } from "./openStory.ts";
import { Outline } from "./outline/Outline.tsx";
import { searchedStory, shownResult } from "./shownResult.ts";
import type { ShownStory } from "./speakers/speakerFilter.ts";
import { StoryContext } from "./storyContext.ts";
import { useStoryKeys } from "./storyKeyboard.ts";
import { lineOf, type StoryLines, storyLines } from "./storyLines.ts";
import { StorySection } from "./StorySection.tsx";
import { useStoryLines } from "./useStoryLines.ts";

/** The actions of the bar above the story. The story sets them when it is drawn. */
export interface StoryTools {
  find: () => void;
  collapseAll: () => void;
}

interface StoryProps extends Pick<FindOptions, "foundCalls"> {
  memory: StoryMemory;
  shown: ShownStory;
  header: RunHeader;
  output: JsonView;
  tools: RefObject<StoryTools | null>;
  /** The cards beside the story, in place of its outline. */
  requests: readonly InputRequestView[];
  drafts: ViewMemory["requests"];
  onSearch: (tab: "events" | "output", query: string) => void;
  /** Whether it is in a page that has its own keys, search and menu. */
  isPart?: boolean;
}

/** The run as a person reads it: thoughts, calls, questions and answers, by iteration. */
export function StoryView(props: StoryProps) {
  const { header, memory, requests, isPart = false } = props;
  const { host, dispatch } = usePanel();
  const { steps: story, groups, last, hidden } = props.shown;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [folds, draw] = useReducer<number, undefined>((count) => count + 1, 0);
  const redraw = useRef((): void => draw(undefined)).current;
  const { result, searched } = useResult(props);
  useOpening(story, header.status, memory);
  const lines = useMemo(
    () => storyLines(groups, (id, unless) => memory.open.get(id) ?? unless, hidden),
    [groups, hidden, folds],
  );
  const goal = useMemo(() => (isTerminal(header.status) ? endOf(story) : undefined), [header.status, story]);
  const view = useStoryLines(scroller, lines, memory, goal?.sequence);
  const { height, stretches, at, from, measure, scrollTo, scrollToTop } = view;
  const { missed, follow } = useFollow(scroller, content, memory, story.length);
  useTarget({ scroller, story, lines, memory, scrollTo, redraw });
  const { jumpTo, onResult } = useJumps(story, memory, redraw);
  const { asked, goTo, requestToFocus, onArrived } = useRequestsBeside(requests);
  const acts = useMemo(
    () => ({ host, dispatch, memory, onJump: jumpTo, onFold: redraw, goTo, onResult }),
    [host, dispatch, memory, jumpTo, redraw, goTo, onResult],
  );
  const ofSearch = { story: searched, memory, scroller, content, from, redraw, scrollToTop, jumpTo };
  const find = useStoryFind({ ...ofSearch, foundCalls: props.foundCalls, hasKey: !isPart });
  const keys = useStoryKeys({ scroller, story, memory, redraw, follow, scrollToTop, onResult, isPart });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && find.query !== undefined) find.setQuery(undefined);
    else keys.onKeyDown(event);
  };
  const collapseAll = (): void => {
    for (const { kind, id } of story) if (kind === "tool" || kind === "model") memory.open.set(id, false);
    redraw();
  };
  useLayoutEffect(() => void (props.tools.current = { find: find.open, collapseAll }));
  return (
    <StoryContext.Provider value={acts}>
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
            onContextMenu={isPart ? undefined : nameStepsForMenu}
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
                  current={(stretch.beside?.at(-1) ?? stretch.group) === last}
                  header={header}
                  result={result}
                  folds={folds}
                  asked={asked}
                  measure={measure}
                />
              ))}
            </div>
          </div>
          {find.query !== undefined && <StoryFind {...props} find={find} />}
          <Pills
            missed={missed}
            follow={follow}
            onResult={onResult}
            goal={goal}
            leads={view.leads}
            isFinding={find.query !== undefined}
            {...keys}
          />
        </div>
        {requests.length > 0 ? (
          <InputRequests
            requests={requests}
            host={host}
            memory={props.drafts}
            requestToFocus={requestToFocus}
            onArrived={onArrived}
          />
        ) : (
          groups.length > 0 && <Outline groups={groups} last={last} header={header} at={at} onJump={jumpTo} />
        )}
      </div>
    </StoryContext.Provider>
  );
}

interface TargetOptions {
  scroller: RefObject<HTMLElement | null>;
  story: readonly StepView[];
  lines: StoryLines;
  memory: StoryMemory;
  scrollTo: (line: number) => void;
  redraw: () => void;
}

/** Brings the target into view: by itself if it is drawn, else by its line. What hides it is expanded first. */
function useTarget({ scroller, story, lines, memory, scrollTo, redraw }: TargetOptions): void {
  useLayoutEffect(() => {
    if (expandTarget(story, memory)) {
      redraw();
      return;
    }
    if (takeJump(scroller.current, memory)) return;
    const target = lineOf(lines, memory.target);
    if (target >= 0) scrollTo(target);
  });
}

interface PillsProps {
  missed: number;
  follow: () => void;
  leads: "start" | "end" | undefined;
  goal: StepView | undefined;
  isFinding: boolean;
  goToStart: () => void;
  onResult: () => void;
}

/** Buttons that lead to what isn't in sight. */
function Pills({ missed, follow, leads, goal, isFinding, goToStart, onResult }: PillsProps) {
  if (leads === "start" && !isFinding) return <GoPill to="start" name="Go to Start" onPress={goToStart} />;
  if (leads !== "end") return <Pill missed={missed} onPress={follow} />;
  return <GoPill to="end" name={goal?.kind === "failed" ? "Go to Failure" : "Go to Result"} onPress={onResult} />;
}

function Beginning({ status }: { status: string }) {
  return isTerminal(status) ? (
    <Empty icon="circle-large" title="No story" text="This run has no events." />
  ) : (
    <Empty icon="circle-large" title="Nothing has happened yet" text="The story starts with the first event." />
  );
}

/** The attribute that VS Code reads when the context menu of a webview opens: what its commands get. */
const contextAttribute = "data-vscode-context";

/**
 * Tells VS Code which steps the context menu of the story is about: those that the selection touches, if it was opened
 * there, otherwise the one under the pointer or with the focus.
 */
function nameStepsForMenu(event: MouseEvent): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof Element)) return;
  const clicked = target.closest<HTMLElement>("[data-item]")?.dataset["item"];
  if (clicked === undefined) {
    currentTarget.removeAttribute(contextAttribute);
    return;
  }
  const selected = selectedSteps(currentTarget);
  const steps = selected.includes(clicked) ? selected : [clicked];
  currentTarget.setAttribute(contextAttribute, JSON.stringify({ webviewSection: "step", steps }));
}

function selectedSteps(story: HTMLElement): string[] {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return [];
  const steps = Array.from(story.querySelectorAll<HTMLElement>("[data-item]"));
  return steps.filter((step) => selection.containsNode(step, true)).map((step) => step.dataset["item"] ?? "");
}

/** The result of a run that has completed, and the story in which its texts are found where they are shown. */
function useResult({ shown: { steps }, header: { status, blockedBy }, output, memory }: StoryProps) {
  const isLive = !isTerminal(status);
  useLayoutEffect(() => {
    if (isLive) memory.sawRunning = true;
  });
  const isBelow = !isLive && memory.sawRunning !== true;
  const hasResult = useMemo(() => status === "completed" && endOf(steps)?.kind === "completed", [status, steps]);
  const result = useMemo(
    () => (hasResult ? shownResult(output, steps, blockedBy) : undefined),
    [hasResult, output, steps, blockedBy],
  );
  const searched = useMemo(() => searchedStory(steps, result, isBelow), [steps, result, isBelow]);
  return { result, searched };
}

/** Goes from the story to the input requests beside it, by the event that asked, until the reader has arrived. */
function useRequestsBeside(requests: readonly InputRequestView[]) {
  const [requestToFocus, setWanted] = useState<string>();
  // The form of a single one is beside it already.
  const asked = useMemo(
    () => new Map(requests.length > 1 ? requests.map(({ sequence, form }) => [sequence, form.id]) : []),
    [requests],
  );
  // Rows that don't change aren't drawn again, so the function stays the same.
  const latest = useLatest(asked);
  const goTo = useRef((sequence: number): void => setWanted(latest.current.get(sequence))).current;
  return { asked, goTo, requestToFocus, onArrived: () => setWanted(undefined) };
}

import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { formatCount } from "../../../../model/counts.ts";
import { isTerminal } from "../../../../model/status.ts";
import { Empty } from "../../../../ui/Empty.tsx";
import { useFollow } from "../../../../ui/hooks/useFollow.ts";
import { useLatest } from "../../../../ui/hooks/useLatest.ts";
import { isField, useStepKeys } from "../../../../ui/hooks/useStepKeys.ts";
import { IconButton } from "../../../../ui/Icon.tsx";
import { GoPill, Pill } from "../../../../ui/Pill.tsx";
import { focusOn } from "../../../../ui/reveal.ts";
import { SearchField } from "../../../../ui/SearchField.tsx";
import type { AnswerMemory } from "../../../inputRequests/page/answerMemory.ts";
import { InputRequests } from "../../../inputRequests/page/InputRequests.tsx";
import type { InputRequestView } from "../../../inputRequests/page/inputRequestViews.ts";
import type { RunHeader } from "../headerViews.ts";
import type { Host } from "../host.ts";
import type { Dispatch } from "../state/panelState.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import type { StepView } from "../storyViews.ts";
import type { JsonView } from "../valueViews.ts";
import { isCut } from "./find/stepWords.ts";
import { useFindInStory } from "./find/useFindInStory.ts";
import type { StoryFound } from "./find/useStoryFind.ts";
import { aimAt, endOf, openAround, openStory, takeJump } from "./openStory.ts";
import { Outline } from "./outline/Outline.tsx";
import { searchedStory, shownResult } from "./shownResult.ts";
import type { ShownStory } from "./speakers/speakerFilter.ts";
import { isMain, stepThroughStory } from "./storyKeyboard.ts";
import { lineOf, storyLines } from "./storyLines.ts";
import { StorySection } from "./StorySection.tsx";
import type { StoryTools } from "./StoryTools.tsx";
import { useStoryLines } from "./useStoryLines.ts";

export interface StoryProps {
  shown: ShownStory;
  header: RunHeader;
  output: JsonView;
  host: Host;
  dispatch: Dispatch;
  memory: StoryMemory;
  tools: RefObject<StoryTools | null>;
  /** The cards beside the story, in place of its outline. */
  requests: readonly InputRequestView[];
  drafts: Map<string, AnswerMemory>;
  onSearch: (tab: "events" | "output", query: string) => void;
  /** Whether it is in a page that has its own keys, search and menu. */
  isPart?: boolean;
}

/** The run as a person reads it: thoughts, calls, questions and answers, by iteration. */
export function StoryView(props: StoryProps) {
  const { header, memory, requests, host, dispatch, isPart = false } = props;
  const { steps: story, groups, last, hidden } = props.shown;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [folds, draw] = useReducer<number, undefined>((count) => count + 1, 0);
  const redraw = useRef((): void => draw(undefined)).current;
  const { result, searched } = useResult(props);
  openStory(story, header.status, memory);
  openAround(story, memory);
  const lines = useMemo(
    () => storyLines(groups, (id, unless) => memory.open.get(id) ?? unless, hidden),
    [groups, hidden, folds, memory.target],
  );
  const goal = useMemo(() => (isTerminal(header.status) ? endOf(story) : undefined), [header.status, story]);
  const view = useStoryLines(scroller, lines, memory, goal?.sequence);
  const { height, stretches, at, from, measure, scrollTo, scrollToTop } = view;
  const { missed, follow } = useFollow(scroller, content, memory, story.length);
  useLayoutEffect(() => {
    if (takeJump(scroller.current, memory)) return;
    const target = lineOf(lines, memory.target);
    if (target >= 0) scrollTo(target);
  });
  const { jumpTo, onResult } = useJumps(story, memory, redraw);
  const { asked, goTo, wanted, onArrived } = useRequestsBeside(requests);
  const acts = useMemo(
    () => ({ host, dispatch, memory, onJump: jumpTo, onFold: redraw, goTo, onResult }),
    [host, dispatch, memory, jumpTo, redraw, goTo, onResult],
  );
  const ofSearch = { story: searched, memory, scroller, content, from, redraw, scrollToTop, jumpTo };
  const search = useFindInStory({ ...ofSearch, hasKey: !isPart });
  const { find } = search;
  const keys = useStoryKeys({ scroller, story, memory, redraw, follow, scrollToTop, onResult, isPart });
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
                current={(stretch.beside?.groups.at(-1) ?? stretch.group) === last}
                header={header}
                result={result}
                acts={acts}
                folds={folds}
                asked={asked}
                measure={measure}
              />
            ))}
          </div>
        </div>
        {find.query !== undefined && (
          <StoryFind {...props} find={find} field={search.field} onLeave={search.leave} onClose={search.close} />
        )}
        <Pills
          {...{ missed, follow, onResult, goal, leads: view.leads, isFinding: find.query !== undefined }}
          {...keys}
        />
      </div>
      {requests.length > 0 ? (
        <InputRequests requests={requests} host={host} memory={props.drafts} wanted={wanted} onArrived={onArrived} />
      ) : (
        groups.length > 0 && <Outline groups={groups} last={last} header={header} at={at} onJump={jumpTo} />
      )}
    </div>
  );
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

/** They lead to what isn't in sight. */
function Pills({ missed, follow, leads, goal, isFinding, goToStart, onResult }: PillsProps) {
  if (leads === "start" && !isFinding) return <GoPill to="start" name="Go to Start" onPress={goToStart} />;
  if (leads !== "end") return <Pill missed={missed} onPress={follow} />;
  return <GoPill to="end" name={goal?.kind === "failed" ? "Go to Failure" : "Go to Result"} onPress={onResult} />;
}

/** Goes to a step, or to the result. The functions stay the same, since they are passed to every step. */
function useJumps(story: readonly StepView[], memory: StoryMemory, redraw: () => void) {
  const count = useLatest(story.length);
  const jumpTo = useRef((sequence: number, id?: string): void => {
    aimAt(sequence, count.current, memory, id);
    redraw();
  }).current;
  const latest = useLatest(story);
  const onResult = useRef((): void => {
    const end = endOf(latest.current);
    if (!end) return;
    jumpTo(end.sequence, end.id);
    memory.land = "result";
  }).current;
  return { jumpTo, onResult };
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

interface RequestsBeside {
  /** The input requests beside the story, by the event that asked. */
  asked: ReadonlyMap<number | undefined, string>;
  /** Goes to the input request of an event. */
  goTo: (sequence: number) => void;
  /** The input request that the reader wants to go to. */
  wanted: string | undefined;
  onArrived: () => void;
}

/** Goes from the story to the input requests beside it. */
function useRequestsBeside(requests: readonly InputRequestView[]): RequestsBeside {
  const [wanted, setWanted] = useState<string>();
  // The form of a single one is beside it already.
  const asked = useMemo(
    () => new Map(requests.length > 1 ? requests.map(({ sequence, form }) => [sequence, form.id]) : []),
    [requests],
  );
  // Rows that don't change aren't drawn again, so the function stays the same.
  const latest = useLatest(asked);
  const goTo = useRef((sequence: number): void => setWanted(latest.current.get(sequence))).current;
  return { asked, goTo, wanted, onArrived: () => setWanted(undefined) };
}

interface KeysOptions {
  scroller: RefObject<HTMLDivElement | null>;
  story: readonly StepView[];
  memory: StoryMemory;
  redraw: () => void;
  follow: () => void;
  scrollToTop: (top: number) => void;
  onResult: () => void;
  isPart: boolean;
}

/** The keys of the story, and its current step: the last one that had the focus. */
function useStoryKeys(options: KeysOptions) {
  const { scroller, story, memory, redraw, follow, scrollToTop, onResult, isPart } = options;
  /** `R` goes to the result or the failure. */
  const goToResult = (event: KeyboardEvent): boolean => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (key.toLowerCase() !== "r" || ctrlKey || metaKey || altKey || isField(target)) return false;
    event.preventDefault();
    onResult();
    return true;
  };
  const goTo = (end: boolean): void => {
    delete memory.target;
    Object.assign(memory, { atEnd: end, current: story.at(end ? -1 : 0)?.sequence, jump: true });
    if (end) follow();
    else scrollToTop(0);
    redraw();
  };
  /** `Home` and `End` go to the first and the last step; `End` also follows new ones. */
  const goToEnd = (event: KeyboardEvent): boolean => {
    if ((event.key !== "End" && event.key !== "Home") || !isMain(event.target)) return false;
    event.preventDefault();
    goTo(event.key === "End");
    return true;
  };
  useStepKeys(
    scroller,
    (event) => {
      if (!goToResult(event)) stepThroughStory(event, scroller.current, memory);
    },
    isPart ? "" : "jkr",
  );
  return {
    goToStart: (): void => goTo(false),
    onKeyDown: (event: KeyboardEvent): void => {
      if (!goToEnd(event) && !goToResult(event)) stepThroughStory(event, scroller.current, memory);
    },
    onFocusIn: ({ target }: FocusEvent): void => {
      const step = target instanceof Element ? target.closest<HTMLElement>("[data-sequence]") : null;
      if (!step || Number(step.dataset["sequence"]) === memory.current) return;
      memory.current = Number(step.dataset["sequence"]);
      redraw();
    },
  };
}

interface FindProps extends Pick<StoryProps, "shown" | "output" | "onSearch"> {
  find: StoryFound;
  field: RefObject<HTMLInputElement | null>;
  onLeave: () => void;
  onClose: () => void;
}

/** The search field over the story's upper edge. `Escape` closes it and goes to the match. */
function StoryFind({ find, field, onLeave, onClose, shown, output, onSearch }: FindProps) {
  const query = find.query ?? "";
  const cut = useMemo(() => shown.steps.filter(isCut).length, [shown.steps]);
  const link = (tab: "events" | "output", name: string) => (
    <button type="button" class="link" onClick={() => onSearch(tab, query)}>
      {name}
    </button>
  );
  // At once, so that the next key goes to the field.
  useLayoutEffect(() => focusOn(field.current), []);
  return (
    <div class="find">
      <SearchField
        label="Find in story"
        query={find.query ?? ""}
        matches={find.words}
        field={field}
        onQuery={find.setQuery}
        onStep={find.step}
        onLeave={onLeave}
        onEscape={onClose}
      />
      <IconButton icon="close" name="Close" onPress={onClose} />
      {query !== "" && cut > 0 && (
        <p class="dim" role="status">
          {cut === 1 ? "1 long step is" : `${formatCount(cut)} long steps are`} searched in part.{" "}
          {link("events", "Search Events")}
        </p>
      )}
      {query !== "" && output.kind === "tooLarge" && (
        <p class="dim" role="status">
          The output isn't searched. {link("output", "Search Output")}
        </p>
      )}
    </div>
  );
}

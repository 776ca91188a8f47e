import { parseOwnJson } from "#base/json/parseJson.ts";
import { openPage } from "#ui/openPage.tsx";
import panelData from "#ui/styles/panelData.css";
import panelMenu from "#ui/styles/panelMenu.css";
import panelViews from "#ui/styles/panelViews.css";
import panelRequests from "#workbench/inputRequests/page/panelRequests.css";
import { hostOf, PanelContext } from "./host.ts";
import type { HostMessage, PanelMemory, PanelMessage, ReadingState } from "./messages.ts";
import { Panel } from "./Panel.tsx";
import panelSpeakers from "./panelSpeakers.css";
import panelStory from "./panelStory.css";
import panelTimeline from "./panelTimeline.css";
import { drawInFrames, initialPanelState, isTab, type PanelAction, reducePanel } from "./state/panelState.ts";
import { memoryFrom, savedPositions } from "./state/savedPositions.ts";
import { turnTo } from "./state/viewMemory.ts";
import { showInStory } from "./story/openStory.ts";

/** The events by which a reader chooses something. */
const choiceEvents = ["click", "keyup"] as const;
/** The events by which a reader moves. Scrolling is noticed wherever it happens. */
const moveEvents = ["scroll", "input", ...choiceEvents] as const;
/** In milliseconds: a hidden panel is removed at once, and what it didn't report by then is lost. */
const reportDelay = 150;

const page = openPage<HostMessage, PanelMessage, PanelMemory & ReadingState>(
  panelViews,
  panelMenu,
  panelStory,
  panelSpeakers,
  panelTimeline,
  panelData,
  panelRequests,
);
const host = hostOf(page);
const parts = { host, dispatch };
const kept = page.kept();
let state = initialPanelState(isTab(kept.tab) ? kept.tab : undefined);
const memory = memoryFrom(kept.places);

const requestFrame = drawInFrames(draw, (batch) => host.post({ type: "ack", batch }));

function draw(): void {
  // Until then the page shows what its HTML brought.
  if (state.runId === undefined) return;
  if (state.run) turnTo(memory, state.run.header.id);
  page.draw(
    <PanelContext.Provider value={parts}>
      <Panel state={state} memory={memory} />
    </PanelContext.Provider>,
  );
}

function dispatch(action: PanelAction): void {
  state = reducePanel(state, action);
  if (action.type === "tab") page.keep({ tab: state.tab });
  markDocument(document.documentElement);
  requestFrame(action.type === "delta" ? action.batch : undefined);
}

watchReader(() => {
  const places = savedPositions(memory);
  page.keep({ places });
  page.post({ type: "places", places: { tab: state.tab, places } });
});
/** The step that gets the focus with the page. */
let awaitsFocus: number | undefined;
window.addEventListener("focus", () => awaitsFocus !== undefined && goTo(awaitsFocus));
// A reader who selects something else doesn't want to be taken away from there.
window.addEventListener("pointerdown", () => (awaitsFocus = undefined), { capture: true });

page.listen((message) => {
  if (message.type === "places") takeReadingState(message.places);
  else if (message.type === "picture") host.pictures.take(message);
  else if (message.type === "goTo") {
    if (!message.isOpening || kept.places === undefined) goTo(message.sequence);
  } else dispatch(message);
}, parseOwnJson);

host.post({ type: "ready" });
draw();

/** Restores an earlier page's positions, unless this one has its own: it may be the second one that shows the run. */
function takeReadingState({ tab, places }: ReadingState): void {
  const own = page.kept();
  if (own.tab !== undefined || own.places !== undefined) return;
  page.keep({ places });
  Object.assign(memory, memoryFrom(places));
  if (isTab(tab)) dispatch({ type: "tab", tab });
}

/**
 * Shows a step of the story, which may still be on its way. It gets the focus with the page: while a person walks
 * through a list beside it, the focus stays there.
 */
function goTo(sequence: number): void {
  const { run, story } = state;
  if (!run) return;
  turnTo(memory, run.header.id);
  showInStory(sequence, story.length, memory.story, dispatch);
  awaitsFocus = document.hasFocus() ? undefined : sequence;
  if (awaitsFocus !== undefined) delete memory.story.jump;
}

/**
 * Writes the attributes that other scripts use onto the root element. They are updated with every message, drawn or
 * not.
 */
function markDocument(root: HTMLElement): void {
  set(root, "runId", state.runId);
  set(root, "runStatus", state.run?.header.status);
  set(root, "lastSequence", state.run && String(state.totals.lastSequence));
  set(root, "eventCount", state.run && String(state.totals.eventCount));
}

function set(root: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) delete root.dataset[name];
  else if (root.dataset[name] !== value) root.dataset[name] = value;
}

/**
 * Calls back as soon as the reader has chosen something, since the choice may hide the panel; soon after the reader has
 * moved; and when the page is left.
 */
function watchReader(onMoved: () => void): void {
  let timer = 0;
  const tell = (): void => {
    clearTimeout(timer);
    timer = 0;
    onMoved();
  };
  const later = (): void => {
    if (timer === 0) timer = window.setTimeout(tell, reportDelay);
  };
  for (const move of moveEvents) document.addEventListener(move, later, { capture: true, passive: true });
  // Bubbling comes last: by then the page has taken the choice.
  for (const choice of choiceEvents) window.addEventListener(choice, onMoved, { passive: true });
  document.addEventListener("visibilitychange", () => timer !== 0 && tell());
  window.addEventListener("pagehide", () => timer !== 0 && tell());
}

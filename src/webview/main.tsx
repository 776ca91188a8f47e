import { render } from "preact";
import type { FeedPart } from "../protocol/messages.ts";
import { unpackMessage } from "../protocol/wire.ts";
import { connectHost } from "./host.ts";
import { markDocument } from "./markDocument.ts";
import { Panel } from "./panel/Panel.tsx";
import { FrameQueue } from "./state/frameQueue.ts";
import { initialPanelState, PanelStore } from "./state/panelState.ts";
import { memoryFrom, placesOf } from "./state/savedPlaces.ts";
import { turnTo } from "./state/viewMemory.ts";
import { showInStory } from "./story/openStory.ts";
import { watchReader } from "./watchReader.ts";

const host = connectHost();
const store = new PanelStore(initialPanelState(host.savedTab()));
const root = document.createElement("div");
root.className = "root";
document.body.append(root);
const memory = memoryFrom(host.savedPlaces());

const frames = new FrameQueue({
  draw: () => render(<Panel state={store.state} dispatch={store.dispatch} host={host} memory={memory} />, root),
  acknowledge: (batch) => host.post({ type: "ack", batch }),
});

const inView = (): FeedPart => (store.state.tab === "events" ? "rows" : "story");
const tellInView = (): void => host.post({ type: "inView", part: inView() });

store.onChange((state, action) => {
  if (action.type === "tab") {
    host.saveTab(state.tab);
    tellInView();
  }
  markDocument(document.documentElement, state);
  const delta = action.type === "host" && action.message.type === "delta" ? action.message : undefined;
  frames.request(delta?.batch, delta?.[inView()].length);
});

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = unpackMessage(event.data);
  if (!message) return;
  if (message.type === "remember") host.remember(message.memory);
  else if (message.type === "picture") host.pictures.take(message);
  else if (message.type === "goTo") goTo(message.sequence);
  else store.dispatch({ type: "host", message });
});

/** Shows a step of the story, which may still be on its way. */
function goTo(sequence: number): void {
  const { run, story } = store.state;
  if (!run) return;
  turnTo(memory, run.header.id);
  showInStory(sequence, story.length, memory.story, store.dispatch);
}

watchReader(() => host.savePlaces(placesOf(memory)));
frames.request();
tellInView();
host.post({ type: "ready" });

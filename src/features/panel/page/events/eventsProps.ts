import type { RunHeader } from "../headerViews.ts";
import type { Host } from "../host.ts";
import type { Dispatch, PanelState } from "../state/panelState.ts";
import type { EventsMemory, StoryMemory } from "../state/viewMemory.ts";

export interface EventsProps {
  state: PanelState;
  header: RunHeader;
  host: Host;
  dispatch: Dispatch;
  memory: EventsMemory;
  story: StoryMemory;
}

import type { RunHeader } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import type { PanelState } from "../state/panelState.ts";
import type { Dispatch } from "../state/panelStore.ts";
import type { EventsMemory, StoryMemory } from "../state/viewMemory.ts";

export interface EventsProps {
  state: PanelState;
  header: RunHeader;
  host: Host;
  dispatch: Dispatch;
  memory: EventsMemory;
  story: StoryMemory;
}

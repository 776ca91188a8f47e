import type { Host } from "../host.ts";
import type { Dispatch } from "../state/panelState.ts";
import type { StoryMemory } from "../state/viewMemory.ts";

/** The same object for all rows and drawings, so that rows that don't change aren't drawn again. */
export interface StoryActs {
  host: Host;
  dispatch: Dispatch;
  memory: StoryMemory;
  onJump: (sequence: number, id?: string) => void;
  /** Called when a step was expanded or collapsed that other lines depend on. */
  onFold: () => void;
  /** Goes to the form of an event's input request beside the story. */
  goTo: (sequence: number) => void;
  onResult: () => void;
}

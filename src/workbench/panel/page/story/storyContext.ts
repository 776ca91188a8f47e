import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { PanelParts } from "#workbench/panel/page/host.ts";
import type { StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";

/** What the parts of a story can do. The same object for all drawings: rows that don't change aren't drawn again. */
interface StoryActs extends PanelParts {
  memory: StoryMemory;
  onJump: (sequence: number, id?: string) => void;
  /** Called when a step was expanded or collapsed that other lines depend on. */
  onFold: () => void;
  /** Goes to the form of an event's input request beside the story. */
  goTo: (sequence: number) => void;
  onResult: () => void;
}

export const StoryContext = createContext<StoryActs | undefined>(undefined);

export function useStory(): StoryActs {
  return useContext(StoryContext)!;
}

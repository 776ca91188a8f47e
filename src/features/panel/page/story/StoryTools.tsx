import type { RefObject } from "preact";
import { IconButton } from "../../../../ui/Icon.tsx";

/** The tab bar's actions for the story below it. The story sets them when it is drawn. */
export interface StoryTools {
  find: () => void;
  collapseAll: () => void;
}

/** In the tab bar, because the outline is missing while the run waits and in a narrow panel. */
export function StoryToolButtons({ tools }: { tools: RefObject<StoryTools | null> }) {
  return (
    <>
      <IconButton icon="search" name="Find in Story" onPress={() => tools.current?.find()} />
      <IconButton icon="collapse-all" name="Collapse All" onPress={() => tools.current?.collapseAll()} />
    </>
  );
}

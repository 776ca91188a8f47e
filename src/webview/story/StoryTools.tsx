import type { RefObject } from "preact";
import { IconButton } from "../ui/Icon.tsx";

/** What the tab bar does with the story below it, which says so when it is drawn. */
export interface StoryTools {
  find: () => void;
  collapseAll: () => void;
}

/** In the tab bar, since the outline isn't there while the run waits and where the panel is narrow. */
export function StoryToolButtons({ tools }: { tools: RefObject<StoryTools | null> }) {
  return (
    <>
      <IconButton icon="search" name="Find in Story" onPress={() => tools.current?.find()} />
      <IconButton icon="collapse-all" name="Collapse All" onPress={() => tools.current?.collapseAll()} />
    </>
  );
}

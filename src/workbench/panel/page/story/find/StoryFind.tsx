import { useLayoutEffect, useMemo } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { IconButton } from "#ui/Icon.tsx";
import { focusOn } from "#ui/reveal.ts";
import { SearchField } from "#ui/SearchField.tsx";
import type { ShownStory } from "#workbench/panel/page/story/speakers/speakerFilter.ts";
import type { JsonView } from "#workbench/panel/page/valueViews.ts";
import { isCut } from "./stepWords.ts";
import type { StoryFound } from "./useStoryFind.ts";

interface FindProps {
  shown: ShownStory;
  output: JsonView;
  onSearch: (tab: "events" | "output", query: string) => void;
  find: StoryFound;
}

/** The search field over the story's upper edge. `Escape` closes it and goes to the match. */
export function StoryFind({ find, shown, output, onSearch }: FindProps) {
  const query = find.query ?? "";
  const cut = useMemo(() => shown.steps.filter(isCut).length, [shown.steps]);
  const link = (tab: "events" | "output", name: string) => (
    <button type="button" class="link" onClick={() => onSearch(tab, query)}>
      {name}
    </button>
  );
  // At once, so that the next key goes to the field.
  useLayoutEffect(() => focusOn(find.field.current), []);
  return (
    <div class="find">
      <SearchField
        label="Find in story"
        query={query}
        matches={find.words}
        field={find.field}
        onQuery={find.setQuery}
        onStep={find.step}
        onLeave={find.leave}
        onEscape={find.close}
      />
      <IconButton icon="close" name="Close" onPress={find.close} />
      {query !== "" && cut > 0 && (
        <p class="dim" role="status">
          {cut === 1 ? "1 long step is" : `${formatCount(cut)} long steps are`} only partly searched.{" "}
          {link("events", "Search Events")}
        </p>
      )}
      {query !== "" && output.kind === "tooLarge" && (
        <p class="dim" role="status">
          The output is too large to be searched here. {link("output", "Search Output")}
        </p>
      )}
    </div>
  );
}

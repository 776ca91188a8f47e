import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { IconButton } from "../../ui/Icon.tsx";
import { focusOn } from "../../ui/reveal.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { StoryFound } from "./useStoryFind.ts";

interface FindProps {
  find: StoryFound;
  field: RefObject<HTMLInputElement | null>;
  onLeave: () => void;
  onClose: () => void;
}

/** The search field over the story's upper edge. `Escape` closes it and goes to the match. */
export function StoryFind({ find, field, onLeave, onClose }: FindProps) {
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
    </div>
  );
}

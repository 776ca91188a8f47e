import type { ComponentChildren } from "preact";
import { formatCount } from "../../model/counts.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { useFold } from "../ui/hooks/useFold.ts";
import { useTabIndex } from "../ui/tabStops.ts";
import { JsonText } from "./JsonText.tsx";

/** How many lines of a longer text are shown. */
const shownLines = 11;

interface FoldedProps {
  id: string;
  text: string;
  length: number | undefined;
  label: string;
  memory: StoryMemory;
  /** The text for the number of missing characters. */
  more: (left: number) => ComponentChildren;
}

/** A side of a call: its first lines, and the others on request. */
export function FoldedJson({ id, text, length, label, memory, more }: FoldedProps) {
  const [all, toggle] = useFold(memory, id);
  const tabIndex = useTabIndex();
  const { lines, end } = measure(text);
  const folded = lines > shownLines + 1 && !all;
  return (
    <div class={all ? "all" : undefined}>
      <JsonText
        text={folded ? text.slice(0, end) : text}
        {...(folded || length === undefined ? {} : { length })}
        label={label}
        more={more}
      />
      {lines > shownLines + 1 && (
        <button type="button" class="link more" tabIndex={tabIndex} aria-expanded={all} onClick={toggle}>
          {all ? `Show ${shownLines} Lines` : `Show All ${formatCount(lines)}${length === undefined ? "" : "+"} Lines`}
        </button>
      )}
    </div>
  );
}

/** How many lines a text has, and where the last line ends that is always shown. */
function measure(text: string): { lines: number; end: number } {
  let lines = 1;
  let end = text.length;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (lines === shownLines) end = at;
    lines += 1;
  }
  return { lines, end };
}

import { useRef, useState } from "preact/hooks";
import { countOf } from "#model/counts.ts";
import { memo } from "#ui/memo.tsx";
import type { TextHost } from "#ui/poster.ts";
import { useTabIndex } from "#ui/tabStops.ts";
import { type MarkdownPart, MarkdownParts } from "./markdownParts.ts";
import { renderTokens } from "./renderTokens.tsx";

/** In characters: how much of a text is parsed and laid out at once. A megabyte without a space would take seconds. */
const partLength = 50_000;

interface MarkdownProps {
  text: string;
  growing: boolean;
  host: TextHost;
  /** The element for its headings, whatever their level in the text. */
  head: "h2" | "h3";
}

/** A text in Markdown, drawn while it grows. Everything in it stays text: nothing runs, and nothing is loaded. */
export function Markdown({ text, growing, host, head }: MarkdownProps) {
  const parts = useRef<MarkdownParts>(undefined);
  const [limit, setLimit] = useState(partLength);
  parts.current ??= new MarkdownParts();
  const more = text.length - limit;
  const shown = parts.current.update(more > 0 ? text.slice(0, limit) : text, growing && more <= 0);
  const last = shown.length - 1;
  return (
    <div class="md">
      {shown.map((part, index) => (
        <Part key={index} part={part} growing={growing && index === last} host={host} head={head} />
      ))}
      {growing && last < 0 && <span class="caret" />}
      {more > 0 && <ShowMore left={more} onPress={() => setLimit(limit + partLength)} />}
    </div>
  );
}

/** Drawn again only when it changes, so finished parts stay in place. */
const Part = memo(function Part({ part, growing, ...drawing }: Omit<MarkdownProps, "text"> & { part: MarkdownPart }) {
  if (!part.tokens) return <LongText text={part.source} growing={growing} />;
  return <>{renderTokens(part.tokens, { ...drawing, caret: growing })}</>;
});

/** A text with its line breaks; a very long one a part at a time. */
export function LongText(props: { text: string; growing: boolean }) {
  const [limit, setLimit] = useState(partLength);
  const more = props.text.length - limit;
  return (
    <div class="text">
      {more > 0 ? props.text.slice(0, limit) : props.text}
      {props.growing && <span class="caret" />}
      {more > 0 && <ShowMore left={more} onPress={() => setLimit(limit + partLength)} />}
    </div>
  );
}

/** Says how many characters of a text aren't laid out yet, and lays out more on a click. */
function ShowMore({ left, onPress }: { left: number; onPress: () => void }) {
  const tabIndex = useTabIndex();
  return (
    <p class="more dim">
      + {countOf(left, "character")}{" "}
      <button type="button" class="link" tabIndex={tabIndex} onClick={onPress}>
        Show More
      </button>
    </p>
  );
}

import { useRef, useState } from "preact/hooks";
import type { Host } from "../host.ts";
import { pure } from "../ui/pure.tsx";
import { useMarkdown } from "./loadMarkdown.ts";
import { LongText } from "./LongText.tsx";
import type { MarkdownPart, MarkdownParts } from "./markdownParts.ts";
import { renderTokens } from "./renderTokens.tsx";
import { ShowMore } from "./ShowMore.tsx";

/** How much of a text is read and laid out at once, in characters. */
const step = 50_000;

interface MarkdownProps {
  text: string;
  growing: boolean;
  host: Host;
  /** What its heads are in the page, whatever their rank in the text. */
  head: "h2" | "h3";
}

/** A text in Markdown, drawn as it grows. What is in it stays text: nothing of it runs, and nothing is loaded. */
export function Markdown({ text, growing, host, head }: MarkdownProps) {
  const markdown = useMarkdown();
  const parts = useRef<MarkdownParts>(undefined);
  const [limit, setLimit] = useState(step);
  if (markdown === "failed") return <LongText text={text} growing={growing} />;
  // Unseen for the moment that the parser takes to load: a text that changes its look would flicker.
  if (markdown === "loading") return <div class="text soon">{text.slice(0, step)}</div>;
  parts.current ??= new markdown.MarkdownParts();
  const more = text.length - limit;
  const shown = parts.current.update(more > 0 ? text.slice(0, limit) : text, growing && more <= 0);
  const last = shown.length - 1;
  return (
    <div class="md">
      {shown.map((part, index) => (
        <Part key={index} part={part} growing={growing && index === last} host={host} head={head} />
      ))}
      {growing && last < 0 && <span class="caret" />}
      {more > 0 && <ShowMore left={more} onPress={() => setLimit(limit + step)} />}
    </div>
  );
}

/** Drawn again only when it is another: the parts that are done stay as they stand. */
const Part = pure(function Part({ part, growing, ...drawing }: Omit<MarkdownProps, "text"> & { part: MarkdownPart }) {
  if (!part.tokens) return <LongText text={part.source} growing={growing} />;
  return <>{renderTokens(part.tokens, { ...drawing, caret: growing })}</>;
});

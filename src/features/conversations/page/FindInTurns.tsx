import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { finderOf } from "../../../base/text/textFinder.ts";
import { countOf } from "../../../model/counts.ts";
import { matchWords, type Place, placeIn, stepTo } from "../../../ui/find.ts";
import { foundRanges, mostRanges } from "../../../ui/foundRanges.ts";
import { useFindKey } from "../../../ui/hooks/useFindKey.ts";
import { useTypedMatch } from "../../../ui/hooks/useTypedMatch.ts";
import { IconButton } from "../../../ui/Icon.tsx";
import { focusOn, reveal } from "../../../ui/reveal.ts";
import { SearchField } from "../../../ui/SearchField.tsx";

/** The search in the turns that are shown. */
export interface FindInTurns {
  /** Absent without a search. */
  query: string | undefined;
  setQuery: (query: string | undefined) => void;
  finder: RegExp | undefined;
  /** The matches and the reader's place among them, in words. */
  words: string;
  /** How many long texts are shown, and so searched, only in part. */
  cut: number;
  /** Goes to the next or the previous match. */
  step: (by: 1 | -1) => void;
  field: RefObject<HTMLInputElement | null>;
  /** Moves the focus to the turn with the match, otherwise to the turns. */
  leave: () => void;
  close: () => void;
}

/**
 * Finds and marks a text in what is drawn of the turns.
 *
 * @param onMove called before the turns are scrolled to a match
 * @param findIn finds in the story that has the focus, if one has it
 */
export function useFindInTurns(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  onMove: () => void,
  findIn: (focused: Element) => boolean,
): FindInTurns {
  const [query, setQuery] = useState<string>();
  const finder = useMemo(() => finderOf(query ?? ""), [query]);
  const { ranges, cut, isCapped } = useMatches(content, finder);
  // Ranges follow their text when the page is drawn again.
  const [match, setMatch] = useState<Range>();
  const origin = useRef<Range>(undefined);
  const field = useRef<HTMLInputElement>(null);
  const placeOf = (range: Range): Place =>
    placeIn(ranges, (each) => each.compareBoundaryPoints(Range.START_TO_START, range));
  const from = match ?? origin.current;
  const place = from && placeOf(from);
  const at = match && place?.isAt ? place.index : undefined;
  const here = at === undefined ? undefined : ranges[at];
  useLayoutEffect(() => {
    if (!here) return undefined;
    CSS.highlights.set("found-here", new Highlight(here));
    return () => void CSS.highlights.delete("found-here");
  }, [here]);
  const goTo = (range: Range | undefined): void => {
    if (!range || !scroller.current) return;
    setMatch(range);
    onMove();
    if (!isInView(range, scroller.current)) reveal(range, "center");
  };
  const latest = useRef(query);
  const typed = useTypedMatch(ranges.length, () => {
    // An effect of the last drawing may run after the next key: its matches are of another text.
    if (latest.current === query) goTo(ranges[place?.index ?? 0] ?? ranges.at(-1));
    else typed();
  });
  const type = (next: string | undefined): void => {
    if (query === undefined && scroller.current) origin.current = firstInView(scroller.current);
    else if (match) origin.current = match;
    setMatch(undefined);
    setQuery((latest.current = next));
    typed();
  };
  useFindKey(() => {
    if (document.activeElement && findIn(document.activeElement)) return;
    if (query === undefined) type("");
    else field.current?.select();
  });
  const leave = (): void => {
    const turn = here?.startContainer.parentElement?.closest<HTMLElement>(".turn");
    (turn ?? scroller.current)?.focus({ preventScroll: true });
  };
  return {
    ...{ query, setQuery: type, finder, cut, field, leave },
    words: matchWords(ranges.length, at, isCapped),
    step: (by) => place && goTo(ranges[stepTo(ranges.length, place, by)]),
    close: () => {
      leave();
      type(undefined);
    },
  };
}

interface FoundInTurn {
  ranges: readonly Range[];
  cut: number;
  isCapped: boolean;
}

interface Found extends FoundInTurn {
  /** Of the search that found it: the first drawing after typing still has what was found before. */
  finder: RegExp | undefined;
}

const nothing: Found = { finder: undefined, ranges: [], cut: 0, isCapped: false };

/** The matches in drawn order. After a change, as while an answer grows, only changed turns are searched again. */
function useMatches(content: RefObject<HTMLElement | null>, finder: RegExp | undefined): Found {
  const [found, setFound] = useState(nothing);
  useLayoutEffect(() => {
    const element = content.current;
    if (!element || !finder) return undefined;
    const known = new Map<Element, FoundInTurn>();
    let frame = 0;
    const search = (): void => {
      frame = 0;
      const all = [...element.querySelectorAll(".turn")].map((turn) => {
        let ofTurn = known.get(turn);
        if (!ofTurn) known.set(turn, (ofTurn = foundIn(turn, finder)));
        return ofTurn;
      });
      const ranges = all.flatMap((each) => each.ranges);
      const marks = new Highlight();
      for (const range of ranges) marks.add(range);
      CSS.highlights.set("found", marks);
      const cut = all.reduce((sum, each) => sum + each.cut, 0);
      setFound({ finder, ranges, cut, isCapped: all.some(({ isCapped }) => isCapped) });
    };
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const turn = (target instanceof Element ? target : target.parentElement)?.closest(".turn");
        if (turn) known.delete(turn);
      }
      if (frame === 0) frame = requestAnimationFrame(search);
    });
    observer.observe(element, { subtree: true, childList: true, characterData: true });
    search();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete("found");
    };
  }, [content, finder]);
  return found.finder === finder ? found : nothing;
}

/** The matches in what was said, without the page's own buttons. */
function foundIn(turn: Element, finder: RegExp): FoundInTurn {
  const bodies = [...turn.querySelectorAll<HTMLElement>(".say > .body, .ask .prompt")];
  // A card stands in place of the state that says the same.
  const all = bodies.filter((body) => body.checkVisibility()).map((body) => foundRanges(body, finder));
  return {
    ranges: all.flat().filter(({ startContainer }) => !startContainer.parentElement?.closest("button, .more")),
    cut: turn.querySelectorAll(".more").length,
    isCapped: all.some(({ length }) => length === mostRanges),
  };
}

function isInView(range: Range, scroller: HTMLElement): boolean {
  const { top, bottom } = range.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  // The search field covers the upper edge.
  return top >= view.top + 80 && bottom <= view.bottom;
}

/** Where the first turn that can be seen begins. */
function firstInView(scroller: HTMLElement): Range | undefined {
  const { top } = scroller.getBoundingClientRect();
  const turns = [...scroller.querySelectorAll(".turn")];
  const { index } = placeIn(turns, (turn) => turn.getBoundingClientRect().bottom - top);
  const turn = turns[index];
  if (!turn) return undefined;
  const range = document.createRange();
  range.setStart(turn, 0);
  return range;
}

interface FindProps {
  find: FindInTurns;
  /** Older turns, which aren't searched, in words. */
  older: string | undefined;
  onOlder: () => void;
}

/** The search field over the upper edge of the turns. `Escape` closes it and goes to the turn with the match. */
export function FindField({ find, older, onOlder }: FindProps) {
  const { query = "", field, cut } = find;
  // At once, so that the next key goes to the field.
  useLayoutEffect(() => focusOn(field.current), [field]);
  return (
    <div class="find">
      <SearchField
        label="Find in conversation"
        query={query}
        matches={find.words}
        field={field}
        onQuery={find.setQuery}
        onStep={find.step}
        onLeave={find.leave}
        onEscape={find.close}
      />
      <IconButton icon="close" name="Close" onPress={find.close} />
      {query !== "" && older !== undefined && (
        <p class="dim" role="status">
          {older} not searched ·{" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              onOlder();
              focusOn(field.current);
            }}
          >
            Show Older Turns
          </button>
        </p>
      )}
      {query !== "" && cut > 0 && (
        <p class="dim" role="status">
          {countOf(cut, "long text")} searched in part
        </p>
      )}
    </div>
  );
}

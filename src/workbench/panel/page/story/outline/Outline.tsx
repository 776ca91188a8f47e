import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { isTerminal } from "#model/status.ts";
import { useAfterPaint } from "#ui/hooks/useAfterPaint.ts";
import { useVirtual } from "#ui/hooks/useVirtual.ts";
import { lineByKey } from "#ui/lineByKey.ts";
import { memo } from "#ui/memo.tsx";
import { focusOn } from "#ui/reveal.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { StoryGroup } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { isEnd } from "#workbench/panel/page/story/speakers/speakerNames.ts";
import { entryAt, outline, type OutlineEntry } from "./outlineEntries.ts";
import { OutlineLine } from "./OutlineLine.tsx";

/** Heights in pixels, as in the style sheet. */
const rowHeight = 22;
const headHeight = 32;

interface OutlineProps {
  groups: readonly StoryGroup[];
  /** The last group of the story, whose status is that of the run. */
  last: StoryGroup | undefined;
  header: RunHeader;
  at: number | undefined;
  onJump: (sequence: number, id?: string) => void;
}

/** Iterations and calls beside the story. A run that has ended without any needs no column for them. */
export function Outline(props: OutlineProps) {
  const { groups, last, header } = props;
  const at = useAfterPaint(props.at);
  const entries = useMemo(() => outline(groups, last), [groups, last]);
  const isNeeded = entries.some((entry) => entry.kind !== "speaker" || !isEnd(entry.speaker));
  return !isNeeded && isTerminal(header.status) ? null : <OutlineList {...props} at={at} entries={entries} />;
}

interface ListProps extends OutlineProps {
  entries: readonly OutlineEntry[];
}

const OutlineList = memo(function OutlineList({ entries, groups, header, at, onJump }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  /** The line with the focus, while it is in the outline. */
  const focused = useRef<number | undefined>(undefined);
  const current = entryAt(entries, groups, at);
  const stop = Math.min(focused.current ?? Math.max(0, current), entries.length - 1);
  // The result is one click away, however long the list is.
  const end = isResult(entries.at(-1)) && isTerminal(header.status) ? entries.length - 1 : -1;
  const foot = end < 0 ? 0 : rowHeight;
  const virtual = useVirtual({
    scroller,
    count: entries.length,
    rowHeight,
    head: headHeight,
    foot,
    top: 0,
    keep: stop,
  });
  const inView = virtual.getVirtualItems().filter(({ index }) => index !== end);
  /** The focus is moving to another line, and the former one may be gone already. */
  const moving = useRef(false);
  const height = virtual.scrollRect?.height;
  // It stays where the reader scrolled it, until the pointer and the focus leave it.
  useLayoutEffect(() => {
    if (current >= 0 && !scroller.current?.matches(":hover, :focus-within")) virtual.scrollToIndex(current);
  }, [current, entries.length, height]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = lineByKey(event.key, stop, entries.length, page, () => true);
    if (target === undefined) return;
    event.preventDefault();
    focused.current = target;
    virtual.scrollToIndex(target);
    redraw(undefined);
    moving.current = true;
    requestAnimationFrame(() => {
      moving.current = false;
      focusOn(scroller.current?.querySelector<HTMLElement>(".out-line [tabindex='0']"));
    });
  };
  return (
    <aside
      class="aside outline scroll"
      aria-label="Outline"
      ref={scroller}
      onFocusIn={({ target }) => {
        const line = target instanceof Element ? target.closest(".out-line") : null;
        focused.current = line ? Number(line.ariaPosInSet) - 1 : undefined;
      }}
      onFocusOut={(event) => {
        if (moving.current) return;
        if (event.relatedTarget instanceof Node && scroller.current?.contains(event.relatedTarget)) return;
        focused.current = undefined;
        redraw(undefined);
      }}
    >
      <h2>Outline</h2>
      <div class="spacer" role="list" style={{ height: `${entries.length * rowHeight}px` }} onKeyDown={onKeyDown}>
        {end >= 0 && <div role="presentation" style={{ height: `${end * rowHeight}px` }} />}
        {[...inView, ...(end < 0 ? [] : [{ index: end, start: headHeight + end * rowHeight }])].map(
          ({ index, start }) => (
            <div
              role="listitem"
              class={`out-line${index === end ? " last" : ""}`}
              key={index}
              style={index === end ? undefined : { top: `${start - headHeight}px` }}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
            >
              <OutlineLine
                entry={entries[index]!}
                header={header}
                current={index === current}
                stop={index === stop}
                onPress={() => {
                  const entry = entries[index]!;
                  onJump(entry.sequence, entry.kind === "step" ? entry.step.id : undefined);
                }}
              />
            </div>
          ),
        )}
      </div>
    </aside>
  );
});

function isResult(entry: OutlineEntry | undefined): boolean {
  return entry?.kind === "speaker" ? isEnd(entry.speaker) : entry?.kind === "step" && entry.step.kind === "failed";
}

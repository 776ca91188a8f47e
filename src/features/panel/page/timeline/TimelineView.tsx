import { useMemo, useReducer, useRef, useState } from "preact/hooks";
import { finderOf } from "../../../../base/text/textFinder.ts";
import { Empty } from "../../../../ui/Empty.tsx";
import { matchWords, type Place, placeIn, stepTo } from "../../../../ui/find.ts";
import { useSize } from "../../../../ui/hooks/useSize.ts";
import { useTypedMatch } from "../../../../ui/hooks/useTypedMatch.ts";
import { focusOn } from "../../../../ui/reveal.ts";
import { SearchField } from "../../../../ui/SearchField.tsx";
import type { RunHeader } from "../headerViews.ts";
import type { Dispatch } from "../state/panelState.ts";
import type { TimelineMemory, ViewMemory } from "../state/viewMemory.ts";
import { showInStory } from "../story/openStory.ts";
import type { ShownStory } from "../story/speakers/speakerFilter.ts";
import { unfoldedTo } from "./rows/visibleRows.ts";
import { panBy, wholeRun, windowAround, zoomBy } from "./scale/zoomWindow.ts";
import { TimelineBar } from "./TimelineBar.tsx";
import { type ZoomCommands, useZoomKeys } from "./timelineKeys.ts";
import { TimelineRows } from "./TimelineRows.tsx";
import { TimelineStrip } from "./TimelineStrip.tsx";
import { type TimelineModel, useTimelineModel } from "./useTimelineModel.ts";

interface TimelineProps {
  shown: ShownStory;
  firstAt: string | undefined;
  header: RunHeader;
  dispatch: Dispatch;
  memory: ViewMemory;
}

export function TimelineView(props: TimelineProps) {
  if (props.shown.steps.length > 0) return <Waterfall {...props} />;
  return <Empty icon="graph-line" title="No timeline yet" text="The timeline starts with the first event." />;
}

function Waterfall(props: TimelineProps) {
  const { shown, header, dispatch } = props;
  const memory = props.memory.timeline;
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const root = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const pointed = useRef<string | undefined>(undefined);
  const { width } = useSize(track);
  const model = useTimelineModel({
    groups: shown.groups,
    last: shown.last,
    firstAt: props.firstAt,
    header,
    memory,
    width,
  });
  const { rows, scale, end, live } = model;

  const change = (part: Partial<TimelineMemory>): void => {
    Object.assign(memory, part);
    redraw(undefined);
  };
  const zoom = (factor: number, around?: number): void => {
    const middle = live && memory.window.to === undefined ? scale.end : scale.end / 2;
    change({ window: zoomBy(scale, factor, around ?? middle, end) });
  };
  const commands: ZoomCommands = {
    zoom: (factor) => zoom(factor),
    showAll: () => change({ window: wholeRun }),
    pan: (part) => change({ window: panBy(scale, scale.end * part, end) }),
    zoomToRow() {
      const row = rows.find(({ id }) => id === pointed.current) ?? rows.find(({ id }) => id === memory.selected);
      if (row) change({ window: windowAround(row.from, row.to ?? end, end) });
    },
  };
  useZoomKeys(root, commands);
  const search = useTimelineSearch(model, memory, change);
  return (
    <div class="tl" ref={root}>
      <TimelineBar
        foldWaits={memory.foldWaits}
        canFold={model.canFold}
        onFoldWaits={(foldWaits) => change({ foldWaits })}
        folded={model.folded}
        local={header.local !== undefined}
        commands={commands}
      >
        <SearchField
          label="Search timeline"
          query={memory.query}
          matches={search.words}
          field={field}
          onQuery={search.setQuery}
          onStep={search.step}
          onLeave={() => focusOn(root.current?.querySelector<HTMLElement>("[role='treegrid']"))}
        />
      </TimelineBar>
      <TimelineStrip model={model} window={memory.window} onWindow={(window) => change({ window })} />
      <TimelineRows
        model={model}
        track={track}
        pointed={pointed}
        memory={memory}
        finder={search.finder}
        shown={search.shown}
        onChange={change}
        onZoom={zoom}
        onPan={(pixels) => change({ window: panBy(scale, pixels, end) })}
        onOpen={(row) => {
          memory.selected = row.id;
          showInStory(row.sequence, shown.steps.length, props.memory.story, dispatch);
        }}
      />
    </div>
  );
}

interface TimelineSearch {
  /** Finds the query in a name. */
  finder: RegExp | undefined;
  words: string;
  setQuery: (query: string) => void;
  step: (by: 1 | -1) => void;
  /** The row that the search led to. It is scrolled into view once. */
  shown: { id: string } | undefined;
}

/** The search of the waterfall. It finds names in the whole run: also in collapsed rows, and outside the zoom. */
function useTimelineSearch(
  { rows, visible }: TimelineModel,
  memory: TimelineMemory,
  change: (part: Partial<TimelineMemory>) => void,
): TimelineSearch {
  const { query } = memory;
  const [shown, setShown] = useState<{ id: string }>();
  const finder = useMemo(() => finderOf(query), [query]);
  const matches = useMemo(
    () => (finder ? rows.flatMap(({ name }, index) => (finder.test(name) ? [index] : [])) : []),
    [finder, rows],
  );
  const selected = rows.findIndex(({ id }) => id === memory.selected);
  const place: Place = placeIn(matches, (index) => index - selected);
  const show = (row = rows[matches[place.index] ?? matches[0] ?? -1], part: Partial<TimelineMemory> = {}): void => {
    if (!row) return;
    const isVisible = visible.some(({ id }) => id === row.id);
    change({
      ...part,
      ...(isVisible ? {} : { folded: unfoldedTo(row, rows, memory.folded), window: wholeRun }),
    });
    setShown({ id: row.id });
  };
  const typed = useTypedMatch(matches.length, () => show());
  return {
    finder,
    words: query === "" ? "" : matchWords(matches.length, place.isAt ? place.index : undefined),
    setQuery: (next) => {
      typed();
      change({ query: next });
    },
    step: (by) => {
      const row = matches.length > 0 ? rows[matches[stepTo(matches.length, place, by)]!] : undefined;
      if (row) show(row, { selected: row.id });
    },
    shown,
  };
}

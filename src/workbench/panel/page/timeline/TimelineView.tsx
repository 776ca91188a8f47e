import { useReducer, useRef } from "preact/hooks";
import { Empty } from "#ui/Empty.tsx";
import { useFindKey } from "#ui/hooks/useFindKey.ts";
import { useSize } from "#ui/hooks/useSize.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { TimelineMemory, ViewMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { showInStory } from "#workbench/panel/page/story/openStory.ts";
import type { ShownStory } from "#workbench/panel/page/story/speakers/speakerFilter.ts";
import { panBy, wholeRun, windowAround, zoomBy } from "./scale/zoomWindow.ts";
import { TimelineBar } from "./TimelineBar.tsx";
import { type ZoomCommands, useZoomKeys } from "./timelineKeys.ts";
import { TimelineRows } from "./TimelineRows.tsx";
import { TimelineStrip } from "./TimelineStrip.tsx";
import { useTimelineModel } from "./useTimelineModel.ts";

interface TimelineProps {
  shown: ShownStory;
  firstAt: string | undefined;
  header: RunHeader;
  memory: ViewMemory;
}

export function TimelineView(props: TimelineProps) {
  if (props.shown.steps.length > 0) return <Waterfall {...props} />;
  return <Empty icon="graph-line" title="No timeline yet" text="The timeline starts with the first event." />;
}

function Waterfall(props: TimelineProps) {
  const { shown, header } = props;
  const { dispatch } = usePanel();
  const memory = props.memory.timeline;
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const root = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const pointed = useRef<string | undefined>(undefined);
  const { width } = useSize(track);
  const model = useTimelineModel({
    shown,
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
  // The story has all words of the run, and a search of its own.
  useFindKey(() => {
    props.memory.story.query ??= "";
    dispatch({ type: "tab", tab: "story" });
  });
  return (
    <div class="tl" ref={root}>
      <TimelineBar
        foldWaits={memory.foldWaits}
        canFold={model.canFold}
        onFoldWaits={(foldWaits) => change({ foldWaits })}
        folded={model.folded}
        models={header.local !== undefined || rows.some(({ kind }) => kind === "model")}
        rows={rows}
        commands={commands}
      />
      <TimelineStrip model={model} window={memory.window} onWindow={(window) => change({ window })} />
      <TimelineRows
        model={model}
        track={track}
        pointed={pointed}
        memory={memory}
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

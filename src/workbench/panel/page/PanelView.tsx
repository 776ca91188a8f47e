import type { RefObject } from "preact";
import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import { EventsView } from "./events/EventsView.tsx";
import { usePanel } from "./host.ts";
import { JsonTab } from "./json/JsonTab.tsx";
import type { PanelState } from "./state/panelState.ts";
import type { ViewMemory } from "./state/viewMemory.ts";
import type { ShownStory } from "./story/speakers/speakerFilter.ts";
import { type StoryTools, StoryView } from "./story/StoryView.tsx";
import { TimelineView } from "./timeline/TimelineView.tsx";

const noRequests: readonly InputRequestView[] = [];

interface ViewProps {
  state: PanelState;
  memory: ViewMemory;
  run: NonNullable<PanelState["run"]>;
  /** The story, or the part that the speaker filter shows. */
  shown: ShownStory;
  storyTools: RefObject<StoryTools | null>;
}

/** What the chosen tab shows. */
export function PanelView(props: ViewProps) {
  const { state, memory, run } = props;
  const { dispatch } = usePanel();
  switch (state.tab) {
    case "story":
      return (
        <StoryView
          shown={props.shown}
          header={run.header}
          output={run.output}
          foundCalls={state.foundCalls}
          memory={memory.story}
          tools={props.storyTools}
          requests={run.requests ?? noRequests}
          drafts={memory.requests}
          onSearch={(tab, query) => {
            (tab === "events" ? memory.events : memory.trees.output).query = query;
            dispatch({ type: "tab", tab });
          }}
        />
      );
    case "timeline":
      return <TimelineView shown={props.shown} firstAt={state.totals.firstAt} header={run.header} memory={memory} />;
    case "events":
      return <EventsView state={state} header={run.header} memory={memory.events} story={memory.story} />;
    case "input":
    case "output":
      return (
        <JsonTab
          side={state.tab}
          view={run[state.tab]}
          status={run.header.status}
          ending={run.ending}
          memory={memory.trees[state.tab]}
        />
      );
  }
}

import type { Dispatch, Tab } from "../state/panelState.ts";
import { useIsSlow } from "../ui/hooks/useIsSlow.ts";
import { Icon } from "../ui/Icon.tsx";
import { LiveBar } from "./LiveBar.tsx";
import { Tabs } from "./Tabs.tsx";

export function Loading(props: { title: string; tab: Tab; dispatch: Dispatch }) {
  if (!useIsSlow()) return null;
  return (
    <main class="panel" aria-label={`Run: ${props.title}`}>
      <header class="head">
        <Icon name="circle-large" tone="idle" />
        <h1 class="ellipsis">{props.title}</h1>
        <div class="now">
          <b role="status">Loading</b>
          <span class="dim">the run and its first events</span>
        </div>
        <div class="meta">
          <div class="skel facts" />
        </div>
      </header>
      <Tabs tab={props.tab} eventCount={undefined} dispatch={props.dispatch} />
      <div class="view" id="view" role="tabpanel" aria-labelledby={`tab-${props.tab}`}>
        <div class="skeleton" aria-hidden="true">
          <div class="skel w1" />
          <div class="skel w2" />
          <div class="skel w3" />
          <div class="skel w4" />
          <div class="skel card" />
          <div class="skel card" />
        </div>
      </div>
      <LiveBar live={{ kind: "connecting" }} eventCount={undefined} />
    </main>
  );
}

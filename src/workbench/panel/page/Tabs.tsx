import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { focusOn } from "#ui/reveal.ts";
import type { RunHeader } from "./headerViews.ts";
import { usePanel } from "./host.ts";
import { type Tab, tabs } from "./state/panelState.ts";

const tabNames: Record<Tab, string> = {
  story: "Story",
  timeline: "Timeline",
  events: "Events",
  input: "Input",
  output: "Output",
};

export function tabName(tab: Tab): string {
  return tabNames[tab];
}

/** The tabs of a run, which may not be there yet. A local run has no events of an app. */
export function tabsOf(header: Pick<RunHeader, "local"> | undefined): Tab[] {
  return tabs.filter((tab) => tab !== "events" || header?.local === undefined);
}

export function Tabs(props: {
  tab: Tab;
  shown: readonly Tab[];
  eventCount: number | undefined;
  children?: ComponentChildren;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { shown } = props;
  const { dispatch } = usePanel();
  const choose = (tab: Tab): void => {
    dispatch({ type: "tab", tab });
    focusOn(list.current?.querySelector<HTMLElement>(`#tab-${tab}`));
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label="Run" ref={list}>
        {shown.map((tab) => (
          <button
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === props.tab}
            aria-controls={tab === props.tab ? "view" : undefined}
            tabIndex={tab === props.tab ? 0 : -1}
            onClick={() => choose(tab)}
            onKeyDown={(event) => {
              const target = tabByKey(shown, tab, event.key);
              if (!target) return;
              event.preventDefault();
              choose(target);
            }}
          >
            {tabNames[tab]}
            {tab === "events" && props.eventCount !== undefined && (
              <span class="count">{formatCount(props.eventCount)}</span>
            )}
          </button>
        ))}
      </div>
      {props.children}
    </div>
  );
}

function tabByKey(shown: readonly Tab[], tab: Tab, key: string): Tab | undefined {
  const at = shown.indexOf(tab);
  switch (key) {
    case "ArrowRight":
      return shown[(at + 1) % shown.length];
    case "ArrowLeft":
      return shown[(at + shown.length - 1) % shown.length];
    case "Home":
      return shown[0];
    case "End":
      return shown.at(-1);
    default:
      return undefined;
  }
}

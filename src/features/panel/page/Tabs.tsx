import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { formatCount } from "../../../model/counts.ts";
import { focusOn } from "../../../ui/reveal.ts";
import { type Dispatch, type Tab, tabs } from "./state/panelState.ts";

const names: Record<Tab, string> = {
  story: "Story",
  timeline: "Timeline",
  events: "Events",
  input: "Input",
  output: "Output",
};

export function tabName(tab: Tab): string {
  return names[tab];
}

export function Tabs(props: {
  tab: Tab;
  eventCount: number | undefined;
  dispatch: Dispatch;
  children?: ComponentChildren;
}) {
  const list = useRef<HTMLDivElement>(null);
  const choose = (tab: Tab): void => {
    props.dispatch({ type: "tab", tab });
    focusOn(list.current?.querySelector<HTMLElement>(`#tab-${tab}`));
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label="Run" ref={list}>
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === props.tab}
            aria-controls={tab === props.tab ? "view" : undefined}
            tabIndex={tab === props.tab ? 0 : -1}
            onClick={() => choose(tab)}
            onKeyDown={(event) => {
              const target = tabByKey(tab, event.key);
              if (!target) return;
              event.preventDefault();
              choose(target);
            }}
          >
            {names[tab]}
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

function tabByKey(tab: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(tab);
  switch (key) {
    case "ArrowRight":
      return tabs[(at + 1) % tabs.length];
    case "ArrowLeft":
      return tabs[(at + tabs.length - 1) % tabs.length];
    case "Home":
      return tabs[0];
    case "End":
      return tabs.at(-1);
    default:
      return undefined;
  }
}

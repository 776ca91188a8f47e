import { useEffect, useRef, useState } from "preact/hooks";
import { MenuButton } from "#ui/MenuButton.tsx";
import { focusOn } from "#ui/reveal.ts";
import type { InsightsView } from "./insightsViews.ts";

interface SplitProps {
  view: Pick<InsightsView, "split">;
  /** @param split milliseconds since the epoch; `undefined` for no split */
  onChoose: (split: number | undefined) => void;
}

const day = 24 * 3_600_000;

/** Splits at the start of one of the last days, or at a time that the reader types. */
export function SplitMenu({ view, onChoose }: SplitProps) {
  const [asks, setAsks] = useState(false);
  const now = new Date();
  const days = [0, 1, 2, 3, 7].map((back) => {
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).getTime();
    const name = back === 0 ? "today" : back === 1 ? "yesterday" : `${back} days ago`;
    return { at, name: `Start of ${name}` };
  });
  const { split } = view;
  const isOther = split !== undefined && !days.some(({ at }) => at === split.at);
  const text = split ? `Split: ${split.name}` : "Split…";
  return (
    <>
      <MenuButton
        name="Before and after"
        menu="Compare the runs before and after a time"
        icon="git-commit"
        text={text}
        class="chip"
        entries={[
          { name: "No Split", checked: split === undefined, run: () => onChoose(undefined) },
          ...days.map(({ at, name }) => ({ name, checked: split?.at === at, run: () => onChoose(at) })),
          { name: "Other Time…", checked: isOther, run: () => setAsks(true) },
        ]}
      />
      {asks && (
        <SplitTime
          time={split?.at ?? now.getTime() - day}
          onEnd={(at) => {
            setAsks(false);
            if (at !== undefined) onChoose(at);
          }}
        />
      )}
    </>
  );
}

/** A day and a time in the reader's zone. Enter takes it, Escape doesn't. */
function SplitTime({ time, onEnd }: { time: number; onEnd: (time: number | undefined) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusOn(field.current), []);
  const typed = (): number | undefined => {
    const at = new Date(field.current?.value ?? "").getTime();
    return Number.isNaN(at) ? undefined : at;
  };
  return (
    <span class="search when">
      <input
        type="datetime-local"
        class="field"
        ref={field}
        defaultValue={localTime(time)}
        aria-label="Split at this time"
        title="Enter: Split"
        onKeyDown={(event) => {
          if (event.key === "Enter") onEnd(typed());
          else if (event.key === "Escape") onEnd(undefined);
        }}
      />
      <button type="button" class="btn second" onClick={() => onEnd(typed())}>
        Split
      </button>
    </span>
  );
}

/** `2026-11-24T14:00` in the reader's zone, as the field takes it. */
function localTime(time: number): string {
  const offset = new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offset).toISOString().slice(0, 16);
}

import { useEffect, useRef, useState } from "preact/hooks";
import type { InsightsRange } from "../../protocol/insights/insightsViews.ts";
import { Icon } from "../ui/Icon.tsx";
import { MenuButton } from "../ui/MenuButton.tsx";
import type { InsightsProps } from "./insightsHost.ts";

const ranges: readonly (readonly [InsightsRange, string])[] = [
  ["24h", "24 Hours"],
  ["7d", "7 Days"],
  ["14d", "14 Days"],
  ["30d", "30 Days"],
  ["all", "All"],
];

/** The range, the filter and the split. A filter counts on Enter and when the field is left. */
export function InsightsToolbar({ view, host }: InsightsProps) {
  const [filter, setFilter] = useState(view.filter);
  // The view with the new filter takes a moment, and the field may lose the focus before.
  const asked = useRef(view.filter);
  useEffect(() => {
    asked.current = view.filter;
    setFilter(view.filter);
  }, [view.filter]);
  const choose = (change: { range?: InsightsRange; filter?: string; split?: number | undefined }): void =>
    host.post({
      type: "choose",
      choice: { range: view.range, filter: view.filter, split: view.split?.at, ...change },
    });
  const apply = (text: string): void => {
    const wanted = text.trim();
    if (wanted === asked.current) return;
    asked.current = wanted;
    choose({ filter: wanted });
  };
  const problem = view.filterProblem;
  return (
    <div class="bar insights-bar">
      <span class="seg" role="group" aria-label="Time range">
        {ranges.map(([range, name]) => (
          <button type="button" key={range} aria-pressed={range === view.range} onClick={() => choose({ range })}>
            {name}
          </button>
        ))}
      </span>
      <div class="search" role="search">
        <Icon name="filter" />
        <input
          class="field"
          value={filter}
          placeholder="Filter: user:, tool:, status:, error:, -user:"
          aria-label="Filter runs"
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : "filter-problem"}
          spellcheck={false}
          onInput={(event) => setFilter(event.currentTarget.value)}
          onBlur={() => apply(filter)}
          onKeyDown={(event) => {
            if (event.key === "Enter") apply(filter);
            if (event.key === "Escape") setFilter(view.filter);
          }}
        />
      </div>
      <SplitMenu view={view} host={host} onChoose={(split) => choose({ split })} />
      {problem !== undefined && (
        <p class="wrong" id="filter-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const day = 24 * 3_600_000;

/** Splits at a version, or at the start of one of the last days. */
function SplitMenu({ view, onChoose }: InsightsProps & { onChoose: (split: number | undefined) => void }) {
  const now = new Date();
  const days = [0, 1, 2, 3, 7].map((back) => {
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).getTime();
    const name = back === 0 ? "today" : back === 1 ? "yesterday" : `${back} days ago`;
    return { at, name };
  });
  const offered = [...view.splits, ...days.filter(({ at }) => at > now.getTime() - 30 * day)];
  const text = view.split ? `Split: ${view.split.name}` : "Split…";
  return (
    <MenuButton
      name="Before and after"
      menu="Compare the runs before and after"
      icon="git-commit"
      text={text}
      class="chip"
      entries={[
        { name: "No Split", checked: view.split === undefined, run: () => onChoose(undefined) },
        ...offered.map(({ at, name }) => ({
          name: name.startsWith("version") ? name : `Start of ${name}`,
          checked: view.split?.at === at,
          run: () => onChoose(at),
        })),
      ]}
    />
  );
}

import type { InsightsRange } from "../../protocol/insights/insightsViews.ts";
import { MenuButton } from "../ui/MenuButton.tsx";
import { FilterField } from "./FilterField.tsx";
import type { InsightsProps } from "./insightsHost.ts";

const ranges: readonly (readonly [InsightsRange, string])[] = [
  ["24h", "24 Hours"],
  ["7d", "7 Days"],
  ["14d", "14 Days"],
  ["30d", "30 Days"],
  ["all", "All"],
];

/** The range, the filter and the split. */
export function InsightsToolbar({ view, host }: InsightsProps) {
  const choose = (change: { range?: InsightsRange; filter?: string; split?: number | undefined }): void =>
    host.post({
      type: "choose",
      choice: { range: view.range, filter: view.filter, split: view.split?.at, ...change },
    });
  return (
    <div class="bar insights-bar">
      <span class="seg" role="group" aria-label="Time range">
        {ranges.map(([range, name]) => (
          <button type="button" key={range} aria-pressed={range === view.range} onClick={() => choose({ range })}>
            {name}
          </button>
        ))}
      </span>
      <FilterField
        filter={view.filter}
        problem={view.filterProblem}
        note={view.filterNote}
        host={host}
        onApply={(filter) => choose({ filter })}
      />
      <SplitMenu view={view} host={host} onChoose={(split) => choose({ split })} />
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

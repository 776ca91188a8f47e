import type { InsightsRange } from "../../protocol/insights/insightsViews.ts";
import { FilterField } from "./FilterField.tsx";
import type { InsightsProps } from "./insightsHost.ts";
import { SplitMenu } from "./SplitMenu.tsx";

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
      <SplitMenu view={view} onChoose={(split) => choose({ split })} />
    </div>
  );
}

import { countOf, formatCount } from "../../../model/counts.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { IconButton } from "../../../ui/Icon.tsx";
import type { IconName } from "../../../ui/icons.ts";
import type { KindCounts, Side } from "./compareViews.ts";
import { letters } from "./compareWords.ts";
import { type Difference, type RowFilter, withKind } from "./rows/rowFilter.ts";

const chips: readonly [Difference, string, IconName][] = [
  ["changed", "Changed", "diff-modified"],
  ["onlyA", "Only in A", "diff-removed"],
  ["onlyB", "Only in B", "diff-added"],
  ["moved", "Moved", "arrow-swap"],
];

interface ToolbarProps {
  counts: KindCounts;
  filter: RowFilter;
  onFilter: (filter: RowFilter) => void;
  /** The rows that the buttons lead to, and the place of the current one among them; -1 elsewhere. */
  stops: readonly number[];
  stop: number;
  onStep: (step: 1 | -1) => void;
  side: Side;
  onSide: (side: Side) => void;
}

/** Leads from difference to difference, and says which rows are shown. */
export function CompareToolbar(props: ToolbarProps) {
  const { counts, filter, onFilter, stops, stop, onStep } = props;
  return (
    <div class="bar">
      <span class="nav">
        <IconButton icon="arrow-up" name="Previous Difference (Shift+F7)" onPress={() => onStep(-1)} />
        <IconButton icon="arrow-down" name="Next Difference (F7)" onPress={() => onStep(1)} />
        <span class="num">{placeText(stops.length, stop)}</span>
      </span>
      <div class="chips" role="group" aria-label="Show">
        <Chip
          name="Differences Only"
          title="Hide equal steps (D)"
          pressed={filter.only}
          onPress={() => onFilter({ ...filter, only: !filter.only })}
        />
        {chips.map(([kind, name, icon]) => {
          const pressed = filter.kinds.includes(kind);
          // Nothing would be shown; one that is pressed already can still be released.
          if (counts[kind] === 0 && !pressed) return null;
          const press = (): void => onFilter(withKind(filter, kind));
          return <Chip key={kind} name={name} icon={icon} count={counts[kind]} pressed={pressed} onPress={press} />;
        })}
      </div>
      <div class="ab-seg only-narrow">
        <span class="seg" role="group" aria-label="Show run">
          {(["a", "b"] as const).map((side) => (
            <button
              type="button"
              key={side}
              title={`Show Run ${letters[side]} (${side === "a" ? 1 : 2})`}
              aria-pressed={props.side === side}
              onClick={() => props.onSide(side)}
            >
              {letters[side]}
            </button>
          ))}
        </span>
      </div>
    </div>
  );
}

export function placeText(count: number, stop: number): string {
  if (count === 0) return "No differences";
  return stop < 0 ? countOf(count, "difference") : `Difference ${formatCount(stop + 1)} of ${formatCount(count)}`;
}

import { useEffect, useMemo, useState } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { Chip } from "#ui/Chip.tsx";
import { Empty } from "#ui/Empty.tsx";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { IconButton } from "#ui/Icon.tsx";
import type { IconName } from "#ui/icons.ts";
import { nextLine, rowAt, useCompareKeys } from "./compareKeys.ts";
import type { CompareView, Side, KindCounts } from "./compareViews.ts";
import { sideLetters } from "./compareWords.ts";
import {
  type CompareHost,
  firstWish,
  keptView,
  openAt,
  opened,
  type Opening,
  type ReaderView,
  toggled,
} from "./readerView.ts";
import { compareLines, lineOf } from "./rows/compareLines.ts";
import type { RowActs } from "./rows/Pair.tsx";
import {
  differences,
  nextDifference,
  noFilter,
  type RowFilter,
  shows,
  type Difference,
  withKind,
} from "./rows/rowFilter.ts";
import type { CompareState } from "./state/compareState.ts";
import { RowsInView } from "./state/rowsInView.ts";
import { type LineWish, StepList } from "./StepList.tsx";
import { Strip } from "./Strip.tsx";

interface ComparisonProps {
  state: CompareState;
  view: CompareView;
  host: CompareHost;
  opening: Opening;
}

/** The differences of two runs: where they are, how to come to them, and the steps themselves. */
export function Comparison(props: ComparisonProps) {
  const { state, view, host, opening } = props;
  const { rows } = state;
  const first = view.first?.row;
  const [filter, setFilter] = useState<RowFilter>(opening.filter);
  const [side, setSide] = useState<Side>(opening.side);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [chosen, setRow] = useState(() => openAt(opening, rows.length, first));
  // A refreshed comparison may have fewer rows.
  const row = Math.min(chosen, rows.length - 1);
  const [wish, setWish] = useState<LineWish | undefined>(() => firstWish(row, opening, view));
  const [inView] = useState(() => new RowsInView(row));
  const lines = useMemo(() => compareLines(rows, first, filter, open), [rows, first, filter, open]);
  const stops = useMemo(() => differences(rows, filter), [rows, filter]);
  const announcements = useAnnouncements(state, stops);
  useKept(opening, host, { side, filter, row });
  const current = useMemo(() => Math.max(0, lineOf(lines, row)), [lines, row]);

  const goTo = (target: number, align: LineWish["align"], takesFocus = true): void => {
    const isHidden = !shows(filter, rows[target]!);
    if (isHidden) setFilter(noFilter);
    setOpen((before) => opened(before, compareLines(rows, first, isHidden ? noFilter : filter, before), target));
    setRow(target);
    setWish({ row: target, align, takesFocus });
  };
  const toDifference = (step: 1 | -1): void => {
    const next = nextDifference(stops, row, step);
    if (next === undefined) return;
    goTo(next, "third");
    announcements.difference(next);
  };
  const step = (key: "j" | "k"): void => {
    const next = rowAt(lines, nextLine(key, lines, current));
    if (next !== undefined) goToLine(next);
  };
  const goToLine = (next: number): void => {
    setRow(next);
    setWish({ row: next, align: "nearest", takesFocus: true });
  };
  useCompareKeys({
    difference: toDifference,
    step,
    toggleOnly: () => setFilter((before) => ({ ...before, only: !before.only })),
    showSide: setSide,
    swap: () => {
      opening.takesFocus = document.activeElement?.closest(".story") !== null;
      host.post({ type: "swap" });
    },
  });
  const acts = useActs({
    onCurrent: setRow,
    goTo: (target) => goTo(target, "third"),
    openStep: (of, target) => host.post({ type: "openStep", side: of, row: target }),
    toggleFold: (from) => setOpen((before) => toggled(before, from)),
  });
  return (
    <div class="cmp" data-side={side}>
      <CompareToolbar
        counts={view.counts}
        filter={filter}
        onFilter={setFilter}
        stops={stops}
        stop={stops.indexOf(Math.min(row, rows[row]?.partner ?? row))}
        onStep={toDifference}
        side={side}
        onSide={setSide}
      />
      <Strip rows={rows} first={first} row={row} view={inView} onRow={(target) => goTo(target, "third", false)} />
      {lines.length === 0 ? (
        <Empty
          icon="filter"
          title="No step to show"
          text="The filter hides all steps."
          link={{ label: "Show All", go: () => setFilter(noFilter) }}
        />
      ) : (
        <StepList
          state={state}
          lines={lines}
          row={row}
          wish={wish}
          acts={acts}
          host={host}
          view={inView}
          onStep={goToLine}
          side={side}
        />
      )}
      <div class="sr" role="status">
        {announcements.text || null}
      </div>
    </div>
  );
}

/** Acts that do what they would do now, as one object that never changes. */
function useActs(acts: RowActs): RowActs {
  const latest = useLatest(acts);
  const [steady] = useState<RowActs>(() => ({
    onCurrent: (row) => latest.current.onCurrent(row),
    goTo: (row) => latest.current.goTo(row),
    openStep: (side, row) => latest.current.openStep(side, row),
    toggleFold: (from) => latest.current.toggleFold(from),
  }));
  return steady;
}

/** Keeps where the reader is, for the next time that the page is made. */
function useKept(opening: Opening, host: CompareHost, view: Required<ReaderView>): void {
  const { side, filter, row } = view;
  useEffect(() => {
    // After a swap the rows are others: the side and the filter stay.
    Object.assign(opening, { side, filter });
    delete opening.row;
    host.keep({ reader: keptView({ side, filter, row }) });
  }, [opening, host, side, filter, row]);
}

/**
 * The announcement for a screen reader when the reader comes to a difference: its number, and its content as soon as
 * that has arrived.
 */
function useAnnouncements(
  { bodies }: CompareState,
  stops: readonly number[],
): { text: string; difference: (row: number) => void } {
  const [row, setRow] = useState<number>();
  if (row === undefined) return { text: "", difference: setRow };
  const changes = bodies.get(row)?.changes;
  const stop = stopText(stops.length, stops.indexOf(row));
  return { text: changes === undefined ? stop : `${stop}: ${changes}`, difference: setRow };
}

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
  /** The rows that the buttons lead to, and the index of the current one among them; -1 elsewhere. */
  stops: readonly number[];
  stop: number;
  onStep: (step: 1 | -1) => void;
  side: Side;
  onSide: (side: Side) => void;
}

/** Leads from difference to difference, and says which rows are shown. */
function CompareToolbar(props: ToolbarProps) {
  const { counts, filter, onFilter, stops, stop, onStep } = props;
  return (
    <div class="bar">
      <span class="nav">
        <IconButton icon="arrow-up" name="Previous Difference (Shift+F7)" onPress={() => onStep(-1)} />
        <IconButton icon="arrow-down" name="Next Difference (F7)" onPress={() => onStep(1)} />
        <span class="num">{stopText(stops.length, stop)}</span>
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
              title={`Show Run ${sideLetters[side]} (${side === "a" ? 1 : 2})`}
              aria-pressed={props.side === side}
              onClick={() => props.onSide(side)}
            >
              {sideLetters[side]}
            </button>
          ))}
        </span>
      </div>
    </div>
  );
}

function stopText(count: number, stop: number): string {
  if (count === 0) return "No differences";
  return stop < 0 ? countOf(count, "difference") : `Difference ${formatCount(stop + 1)} of ${formatCount(count)}`;
}

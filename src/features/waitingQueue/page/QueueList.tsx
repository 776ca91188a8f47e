import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import { Icon } from "#ui/Icon.tsx";
import { focusOn, reveal } from "#ui/reveal.ts";
import { groupStop, listKeys, type Stop } from "./listKeys.ts";
import type { ListMemory } from "./queueHost.ts";
import { QueueRow } from "./QueueRow.tsx";
import type { AppView, GroupView, QueueView } from "./queueViews.ts";
import { boxPressed, canSelect, toggled } from "./selection.ts";
import { waitWords } from "./waitWords.ts";

interface ListProps {
  groups: readonly GroupView[];
  view: QueueView;
  current: string | undefined;
  selected: readonly string[];
  folded: readonly string[];
  list: RefObject<HTMLDivElement | null>;
  move: (change: Partial<ListMemory>) => void;
  /** The reader opens the input request. */
  onOpen: () => void;
}

/** The treegrid: groups, and in them input requests. One stop of `Tab`. */
export function QueueList({ groups, view, current, selected, folded, list, move, onOpen }: ListProps) {
  const now = useNow(true, 5_000);
  const apps = new Map(view.apps.map((app) => [app.id, app]));
  const stops = groups.flatMap((group): Stop[] => {
    const rows = folded.includes(group.id) ? [] : group.rows;
    return [{ id: groupStop(group), group }, ...rows.map((row) => ({ id: row.id, group, row }))];
  });
  const at = Math.max(
    0,
    stops.findIndex(({ id }) => id === current),
  );
  const here = stops[at];
  const wantsFocus = useRef(false);
  const hadFocus = useRef<Element>(undefined);
  useLayoutEffect(() => {
    // The row that had the focus may have been cleared.
    const isLost = hadFocus.current?.isConnected === false && document.activeElement === document.body;
    if (!wantsFocus.current && !isLost) return;
    wantsFocus.current = false;
    focusOn(list.current?.querySelector<HTMLElement>("[tabindex='0']"));
  });
  const go = (stop: Stop | undefined, more: Partial<ListMemory> = {}): void => {
    if (!stop) return;
    wantsFocus.current = true;
    move({ current: stop.id, ...more });
  };
  const fold = (group: GroupView, isFolded: boolean): void => {
    const others = folded.filter((id) => id !== group.id);
    move({ folded: isFolded ? [...others, group.id] : others, current: groupStop(group) });
    wantsFocus.current = true;
  };
  const select = (ids: readonly string[]): void => move({ selected: ids });
  const onKeyDown = listKeys({ stops, at, selected, folded, go, fold, select, onOpen });
  const focused = here?.id;
  useLayoutEffect(() => {
    const row = list.current?.querySelector("[tabindex='0']");
    if (row) reveal(row);
  }, [focused, list]);
  return (
    <div class="scroll" ref={list} tabIndex={-1}>
      <div
        class="q-grid"
        role="treegrid"
        aria-label="Input requests"
        aria-multiselectable="true"
        onKeyDown={onKeyDown}
        onFocusIn={({ target }) => {
          if (target instanceof Element) hadFocus.current = target;
        }}
      >
        {groups.map((group) => (
          <Group
            key={group.id}
            group={group}
            selected={selected}
            apps={apps}
            now={now}
            current={focused}
            isFolded={folded.includes(group.id)}
            onFold={(isFolded) => fold(group, isFolded)}
            onSelect={select}
            onCurrent={(id) => {
              wantsFocus.current = true;
              move({ current: id });
            }}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}

interface GroupProps {
  group: GroupView;
  selected: readonly string[];
  apps: ReadonlyMap<string, AppView>;
  now: number;
  current: string | undefined;
  isFolded: boolean;
  onFold: (isFolded: boolean) => void;
  onSelect: (ids: readonly string[]) => void;
  onCurrent: (id: string) => void;
  onOpen: () => void;
}

function Group(props: GroupProps) {
  const { group, selected, apps, now, current, isFolded, onFold, onSelect, onCurrent, onOpen } = props;
  const id = groupStop(group);
  const waiting = group.rows.filter(({ state }) => state !== "settled");
  const asked = waiting.flatMap(({ since }) => since ?? []);
  const chosen = group.rows.filter((row) => selected.includes(row.id)).length;
  const able = group.rows.filter(canSelect).length;
  const oldest = asked.length === 0 ? "" : `oldest ${waitWords(now - Math.min(...asked))}`;
  const isWords = !group.isTool;
  const shape = group.same === "" ? group.shape : `in all rows: ${group.same}`;
  return (
    <div class="q-g" role="rowgroup" style={{ "--v": columnsOf(group) }}>
      <div
        class="q-group"
        role="row"
        aria-level={1}
        aria-expanded={!isFolded}
        tabIndex={id === current ? 0 : -1}
        onClick={() => {
          onCurrent(id);
          onFold(!isFolded);
        }}
      >
        <span role="gridcell" class="cell">
          <Icon name={isFolded ? "chevron-right" : "chevron-down"} />
          {group.isBulk && able > 0 && (
            <input
              class="tick"
              type="checkbox"
              tabIndex={-1}
              aria-label={`Select all of ${group.name}`}
              checked={chosen > 0 && chosen === able}
              indeterminate={chosen > 0 && chosen < able}
              onClick={(event) => {
                event.stopPropagation();
                onSelect(boxPressed(group, selected));
                onCurrent(id);
              }}
            />
          )}
          <span class={isWords ? "name plain" : "name"}>{group.name}</span>
          <span class={group.isBulk ? "shape ellipsis" : "shape plain ellipsis"} title={shape}>
            {shape}
          </span>
          <span class="cnt">{formatCount(waiting.length)} waiting</span>
          <span class="end">{oldest}</span>
        </span>
      </div>
      {!isFolded && (
        <>
          <div class="q-cols" aria-hidden="true">
            <span />
            <span>Waiting for</span>
            <span>App</span>
            <span>User</span>
            {group.columns.map(({ name, isNumber }) => (
              <span key={name} class={`${group.isBulk ? "mono" : ""}${isNumber ? " r" : ""} ellipsis`}>
                {name}
              </span>
            ))}
            <span>Prompt</span>
            <span />
          </div>
          {group.rows.map((row, index) => (
            <QueueRow
              key={row.id}
              row={row}
              group={group}
              now={now}
              index={index}
              app={apps.get(row.app)}
              isCurrent={row.id === current}
              isSelected={selected.includes(row.id)}
              onCurrent={() => onCurrent(row.id)}
              onSelect={() => onSelect(toggled(group, selected, row.id))}
              onOpen={onOpen}
            />
          ))}
        </>
      )}
    </div>
  );
}

/** The widths of the columns for values, by the longest of each. */
function columnsOf({ columns, rows }: GroupView): string {
  if (columns.length === 0) return "0";
  const widths = columns.map(({ name }, at) => {
    const maxLength = Math.max(name.length, ...rows.map(({ values }) => values[at]?.length ?? 0));
    return Math.min(160, 8 * maxLength + 4);
  });
  return widths.map((width) => `minmax(0, ${width}px)`).join(" ");
}

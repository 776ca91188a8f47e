import { focusOn } from "#ui/reveal.ts";
import type { ListMemory } from "./queueHost.ts";
import type { GroupView, RowView } from "./queueViews.ts";
import { withSelected, boxPressed, canSelect, toggled } from "./selection.ts";

/** A stop that the keys can reach: a group, or a row in it. */
export interface Stop {
  id: string;
  group: GroupView;
  row?: RowView;
}

/** The stop of a group among those that the keys can reach. */
export const groupStop = ({ id }: GroupView): string => `group ${id}`;

interface ListActs {
  stops: readonly Stop[];
  /** The index of the stop that has the focus. */
  at: number;
  selected: readonly string[];
  folded: readonly string[];
  go: (stop: Stop | undefined, more?: Partial<ListMemory>) => void;
  fold: (group: GroupView, isFolded: boolean) => void;
  select: (ids: readonly string[]) => void;
  onOpen: () => void;
}

/** The keys of the list. None of them answers anything. */
export function listKeys(list: ListActs): (event: KeyboardEvent) => void {
  return (event) => {
    const here = list.stops[list.at];
    const act = here && !event.altKey ? actsAt(here, list)[keyName(event)] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  };
}

function actsAt({ row, group }: Stop, list: ListActs): Readonly<Record<string, () => void>> {
  const { stops, at, selected, folded, go, fold, select, onOpen } = list;
  return {
    ArrowDown: () => go(stops[at + 1]),
    ArrowUp: () => go(stops[at - 1]),
    "Shift+ArrowDown": () => extend(list, 1),
    "Shift+ArrowUp": () => extend(list, -1),
    Home: () => go(stops[0]),
    End: () => go(stops.at(-1)),
    ArrowLeft: () => (row ? go(stops.find(({ id }) => id === groupStop(group))) : fold(group, true)),
    ArrowRight: () => {
      if (!row) fold(group, false);
    },
    " ": () => {
      if (!row && group.isBulk) select(boxPressed(group, selected));
      else if (row && canSelect(row)) select(toggled(group, selected, row.id));
    },
    "Ctrl+a": () => {
      const ids = group.rows.map(({ id }) => id);
      if (group.isBulk) select(withSelected(group, selected, ids));
    },
    Enter: () => (row ? openCard(onOpen) : fold(group, !folded.includes(group.id))),
    Escape: () => select([]),
  };
}

/** Selects this row and the next one. */
function extend({ stops, at, selected, go }: ListActs, step: 1 | -1): void {
  const [here, next] = [stops[at], stops[at + step]];
  if (!here?.row || !next?.row || next.group.id !== here.group.id) return go(next);
  go(next, { selected: withSelected(here.group, selected, [here.row.id, next.row.id]) });
}

/** Goes to the card beside the list: to its first field, else to its button. */
function openCard(onOpen: () => void): void {
  onOpen();
  requestAnimationFrame(() => {
    const card = document.querySelector<HTMLElement>(".aside .ask");
    focusOn(card?.querySelector<HTMLElement>("input, textarea, .do button") ?? card);
  });
}

/** `ArrowDown`, `Shift+ArrowDown`, `Ctrl+a`. */
function keyName({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  if (ctrlKey || metaKey) return `Ctrl+${key.toLowerCase()}`;
  return shiftKey ? `Shift+${key}` : key;
}

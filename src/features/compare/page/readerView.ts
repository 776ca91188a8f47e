import type { Page } from "#ui/openPage.tsx";
import type { CompareView, Side } from "./compareViews.ts";
import type { CompareHostMessage, ComparePageMessage } from "./messages.ts";
import type { CompareLine } from "./rows/compareLines.ts";
import { noFilter, type RowFilter } from "./rows/rowFilter.ts";
import type { LineWish } from "./StepList.tsx";

/** What the page keeps, beside what VS Code restores it by. */
export interface KeptState {
  reader: KeptView;
}

export type CompareHost = Page<CompareHostMessage, ComparePageMessage, KeptState>;

/** The reader's choices, which survive a reload. */
export interface ReaderView {
  side: Side;
  filter: RowFilter;
  row?: number;
}

/** The version of what is kept. What another version kept isn't read. */
const version = 1;

export function readView(kept: unknown): ReaderView {
  const view = kept as KeptView | undefined;
  return view?.version === version ? view : { side: "b", filter: noFilter };
}

export function keptView(view: ReaderView): KeptView {
  return { ...view, version };
}

interface KeptView extends ReaderView {
  version: number;
}

/** How a comparison opens; what the reader chooses is kept in it. */
export interface Opening extends ReaderView {
  /** The list had the focus before the runs were swapped. */
  takesFocus: boolean;
}

/** The row at which it opens: where the reader was before a reload, else the first difference. */
export function openAt({ row }: Opening, count: number, first: number | undefined): number {
  return row !== undefined && row < count ? row : (first ?? 0);
}

/** The first difference is shown in the upper third. Runs without one are shown from the top. */
export function firstWish(row: number, opening: Opening, view: CompareView): LineWish | undefined {
  if (opening.row === undefined && view.first === undefined) return undefined;
  return { row, align: "third", takesFocus: opening.takesFocus };
}

/** The stretches that are open, with the one in which a row is hidden. */
export function opened(open: ReadonlySet<number>, lines: readonly CompareLine[], row: number): ReadonlySet<number> {
  const fold = lines.find((line) => line.kind === "fold" && !line.open && row > line.from && row < line.to);
  return fold?.kind === "fold" ? new Set([...open, fold.from]) : open;
}

export function toggled(open: ReadonlySet<number>, from: number): ReadonlySet<number> {
  const next = new Set(open);
  if (!next.delete(from)) next.add(from);
  return next;
}

import type { ComparedRuns, ComparePanelMessage } from "../../protocol/compare/compareMessages.ts";
import type { Side } from "../../protocol/compare/compareViews.ts";
import { isDifference, noFilter, type RowFilter } from "./rows/rowFilter.ts";

/** What the reader has chosen, kept over a reload. */
export interface ReaderPlace {
  side: Side;
  filter: RowFilter;
  /** The row that the reader was at. */
  row?: number;
}

/** What the panel keeps with `setState`. */
interface Kept extends ComparedRuns {
  reader?: unknown;
}

/** What VS Code puts into every webview; it can be asked for once. */
declare function acquireVsCodeApi(): {
  postMessage(message: ComparePanelMessage): void;
  getState(): Partial<Kept> | undefined;
  setState(state: Partial<Kept>): void;
};

/** The extension, as the panel sees it. */
export interface CompareHost {
  post(message: ComparePanelMessage): void;
  remember(runs: ComparedRuns): void;
  readonly reader: ReaderPlace;
  saveReader(place: ReaderPlace): void;
}

export function connectHost(): CompareHost {
  const api = acquireVsCodeApi();
  const keep = (part: Partial<Kept>): void => api.setState({ ...api.getState(), ...part });
  return {
    post: (message) => api.postMessage(message),
    remember: keep,
    reader: readPlace(api.getState()?.reader),
    saveReader: (reader) => keep({ reader }),
  };
}

/** What an earlier version has kept may look different. */
function readPlace(kept: unknown): ReaderPlace {
  const { side, filter, row } = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  const { only, kinds } = (typeof filter === "object" && filter !== null ? filter : {}) as Record<string, unknown>;
  return {
    side: side === "a" ? "a" : "b",
    filter: Array.isArray(kinds) ? { only: only === true, kinds: kinds.filter(isDifference) } : noFilter,
    ...(typeof row === "number" ? { row } : {}),
  };
}

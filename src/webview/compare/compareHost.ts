import type { ComparedRuns, ComparePanelMessage } from "../../protocol/compare/compareMessages.ts";
import type { Side } from "../../protocol/compare/compareViews.ts";
import { isDifference, noFilter, type RowFilter } from "./rows/rowFilter.ts";

/** The reader's choices, which survive a reload. */
export interface ReaderPlace {
  side: Side;
  filter: RowFilter;
  /** The row that the reader was at. */
  row?: number;
}

/** The values that the panel keeps with `setState`. */
interface Kept extends ComparedRuns {
  reader?: unknown;
}

/** VS Code defines this function in every webview. It can be called once. */
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

/** An earlier version's values may have another form. */
function readPlace(kept: unknown): ReaderPlace {
  const { side, filter, row } = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  const { only, kinds } = (typeof filter === "object" && filter !== null ? filter : {}) as Record<string, unknown>;
  return {
    side: side === "a" ? "a" : "b",
    filter: Array.isArray(kinds) ? { only: only === true, kinds: kinds.filter(isDifference) } : noFilter,
    ...(typeof row === "number" ? { row } : {}),
  };
}

import type { BatchPageMessage } from "../../protocol/batchResults.ts";

/** The choices of the reader, kept over a reload. An empty status shows all. */
export interface BatchFilter {
  status: string;
  query: string;
}

/** What the page keeps with `setState`. `batchId` is what VS Code restores the page by. */
interface Kept {
  batchId: string;
  filter: unknown;
}

/** VS Code defines this function in every webview. It can be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: BatchPageMessage): void;
  getState(): Partial<Kept> | undefined;
  setState(state: Partial<Kept>): void;
};

/** The extension, as the page sees it. */
export interface BatchHost {
  post(message: BatchPageMessage): void;
  remember(kept: Partial<Kept>): void;
  readonly filter: BatchFilter;
}

export function connectHost(): BatchHost {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    remember: (kept) => api.setState({ ...api.getState(), ...kept }),
    filter: readFilter(api.getState()?.filter),
  };
}

/** An earlier version may have kept something else. */
function readFilter(kept: unknown): BatchFilter {
  const { status, query } = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  return { status: typeof status === "string" ? status : "", query: typeof query === "string" ? query : "" };
}

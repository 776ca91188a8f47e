import type {
  InsightsChoice,
  InsightsHostMessage,
  InsightsPanelMessage,
} from "../../protocol/insights/insightsMessages.ts";
import { type FilterCompletions, insightsRanges, type InsightsView } from "../../protocol/insights/insightsViews.ts";

/** What the page keeps with `setState`. `connectionId` is what VS Code restores the page by. */
interface Kept {
  connectionId: string;
  choice: unknown;
}

/** VS Code defines this function in every webview. It can be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: InsightsPanelMessage): void;
  getState(): Partial<Kept> | undefined;
  setState(state: Partial<Kept>): void;
};

/** The extension, as the page sees it. */
export interface InsightsHost {
  post(message: InsightsPanelMessage): void;
  remember(kept: Partial<Kept>): void;
  /** What can stand at a place of the filter. The answer comes with `completed`. */
  complete(text: string, caret: number): Promise<FilterCompletions>;
  completed(message: Extract<InsightsHostMessage, { type: "completions" }>): void;
  readonly choice: InsightsChoice | undefined;
}

/** What the parts of the page draw, and whom they tell. */
export interface InsightsProps {
  view: InsightsView;
  host: InsightsHost;
}

export function connectHost(): InsightsHost {
  const api = acquireVsCodeApi();
  const asked = new Map<number, (completions: FilterCompletions) => void>();
  let last = 0;
  return {
    post: (message) => api.postMessage(message),
    complete: (text, caret) => {
      const id = ++last;
      api.postMessage({ type: "complete", id, text, caret });
      return new Promise((resolve) => asked.set(id, resolve));
    },
    completed: ({ id, completions }) => {
      asked.get(id)?.(completions);
      asked.delete(id);
    },
    remember: (kept) => api.setState({ ...api.getState(), ...kept }),
    choice: readChoice(api.getState()?.choice),
  };
}

/** An earlier version may have kept something else. */
function readChoice(kept: unknown): InsightsChoice | undefined {
  const {
    range: name,
    filter,
    split,
  } = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  const range = insightsRanges.find((each) => each === name);
  if (!range) return undefined;
  return {
    range,
    filter: typeof filter === "string" ? filter : "",
    ...(typeof split === "number" ? { split } : {}),
  };
}

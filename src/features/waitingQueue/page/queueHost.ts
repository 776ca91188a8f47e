import type { Poster } from "#ui/poster.ts";
import type { RequestHost } from "#workbench/inputRequests/page/answerMessage.ts";
import type { QueuePageMessage } from "./messages.ts";

/** What a person has chosen in the list. */
export interface ListMemory {
  /** The row or the group that has the focus. */
  current?: string;
  selected: readonly string[];
  folded: readonly string[];
}

/** What the page keeps over a reload, beside what VS Code restores it by. */
export interface KeptState {
  list: ListMemory;
}

/** The extension, as the page sees it. */
export interface QueueHost extends Poster<QueuePageMessage>, Pick<RequestHost, "copy" | "openLink"> {
  post(message: QueuePageMessage): void;
  keep(list: ListMemory): void;
}

/** Reads what is kept of the list: another version may have kept something else. */
export function keptList(value: unknown): ListMemory {
  const { current, selected, folded } = (value ?? {}) as Partial<Record<keyof ListMemory, unknown>>;
  const texts = (list: unknown): string[] =>
    Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  const named = typeof current === "string" ? { current } : {};
  return { ...named, selected: texts(selected), folded: texts(folded) };
}

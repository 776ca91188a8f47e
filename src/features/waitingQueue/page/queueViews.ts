import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";

/** What the page draws: the list, the input request beside it, and what is reviewed or was sent. */

/** How many can be answered at once. */
export const maxSelected = 50;

export type WorkDecision = "approve" | "reject";

export interface AppView {
  id: string;
  name: string;
  isProduction: boolean;
  /** How many of its input requests wait. */
  waiting: number;
  /** Why it couldn't be read, as a sentence; its rows are those that were known before. */
  problem?: string;
  /** Whether it has more runs that wait than were read. */
  hasMore?: boolean;
}

interface ColumnView {
  name: string;
  isNumber: boolean;
}

export interface RowView {
  id: string;
  app: string;
  user: string;
  /** When it was asked, and when it stops waiting, in milliseconds since the epoch. */
  since?: number;
  until?: number;
  values: readonly string[];
  prompt: string;
  /** Whether a draft differs from what was asked. */
  hasDraft: boolean;
  /** Why it can't be selected; empty for one that can. */
  fixed: string;
  state: "waits" | "sending" | "failed" | "settled";
  /** How it was settled, or why sending failed. */
  outcome?: string;
}

export interface GroupView {
  id: string;
  name: string;
  isTool: boolean;
  shape: string;
  /** The values that all rows have. */
  same: string;
  isBulk: boolean;
  columns: readonly ColumnView[];
  rows: readonly RowView[];
}

export interface QueueView {
  apps: readonly AppView[];
  groups: readonly GroupView[];
  /** How many rows were answered and stay until the person clears them. */
  settled: number;
  isReading: boolean;
  work?: WorkView;
}

/** What is reviewed, or was sent. */
export interface WorkView {
  stage: "review" | "outcomes";
  decision: WorkDecision;
  /** What is answered: the tool, or what stands for it. */
  name: string;
  isTool: boolean;
  columns: readonly ColumnView[];
  reason: string;
  /** In order of sending, production first. */
  parts: readonly PartView[];
  /** Rises with each change of what would be sent. */
  version: number;
  /** Set when something has changed between the last look and the click. */
  hasChanged?: boolean;
  /** Whether answers are under way. */
  isSending: boolean;
}

export interface PartView {
  app: string;
  isProduction: boolean;
  rows: readonly WorkRowView[];
}

export interface WorkRowView {
  id: string;
  user: string;
  values: readonly string[];
  prompt: string;
  /** What an answer has, in its order; empty for a row that isn't sent. */
  sent: readonly SentView[];
  /** The request's body. */
  json: string;
  /** Why it is left out: it was answered meanwhile. */
  over?: string;
  /** Why it can't be sent: its draft isn't valid. */
  problem?: string;
  outcome?: OutcomeView;
}

export interface SentView {
  name: string;
  text: string;
  /** What the run proposed, if that is another value. */
  was?: string;
}

export interface OutcomeView {
  kind: "queued" | "sending" | "sent" | "late" | "failed";
  text: string;
}

/** The input request beside the list. */
export interface DetailView {
  /** The row. */
  id: string;
  title: string;
  app: string;
  isProduction: boolean;
  user: string;
  /** The beginning of the run's id. */
  run: string;
  request: InputRequestView;
  /** Absent until they are read. */
  steps?: readonly StepLineView[];
  /** Why they couldn't be read. */
  problem?: string;
}

export interface StepLineView {
  icon: "tools" | "thinking" | "comment" | "bell-dot" | "reply" | "info";
  name: string;
  text: string;
  took: string;
}

import type { InputRequest, Run } from "../api/schemas.ts";
import type { KnownBatch } from "../features/batches/core/batchStore.ts";
import { retryRows } from "../features/batches/core/retryChoice.ts";
import { isLocalRun } from "../model/localRun.ts";
import { isTerminal } from "../model/status.ts";
import { isApproval, isTakeover } from "../runs/labels/pendingInputRequests.ts";

/** The run of the panel that has the focus. */
export interface ShownRun {
  /** Absent until it was read. */
  run: Run | undefined;
  /** `exported`: from a file. `removed`: its connection was removed. */
  source: "app" | "exported" | "removed";
}

interface BatchState extends Pick<KnownBatch, "counts" | "isOpen"> {
  /** Whether its connection still exists. */
  canSend: boolean;
}

export interface CommandStateSources {
  requests: readonly InputRequest[];
  batches: readonly BatchState[];
  /** How many uploads the active connection has. */
  uploads: number;
  panel: ShownRun | undefined;
  /** Whether a run was selected for comparison. */
  compares: boolean;
}

/** The facts that decide which commands have something to work with. Each is a context key. */
export interface CommandStates {
  approvalWaits: boolean;
  questionWaits: boolean;
  /** Whether an input request hands over the agent's browser. */
  browserWaits: boolean;
  hasBatches: boolean;
  /** Whether a batch has lines that were not sent, that can be sent again, or whose runs aren't known. */
  hasBatchToRetry: boolean;
  hasUploads: boolean;
  /**
   * The kind of run in the focused panel: `active`, `ended`, `completed`, `local`, `localActive`, `exported`, `removed`;
   * empty without one.
   */
  panelRun: string;
  /** Whether a run was selected for comparison. */
  selectedForCompare: boolean;
}

export function commandStates(sources: CommandStateSources): CommandStates {
  const idle = sources.batches.filter(({ isOpen }) => !isOpen);
  const sendable = idle.filter(({ canSend }) => canSend);
  return {
    approvalWaits: sources.requests.some(isApproval),
    questionWaits: sources.requests.some((request) => !isApproval(request)),
    browserWaits: sources.requests.some(isTakeover),
    hasBatches: idle.length > 0,
    hasBatchToRetry: sendable.some(({ counts }) => retryRows({ counts, failedRuns: 0 }).length > 0),
    hasUploads: sources.uploads > 0,
    panelRun: panelRun(sources.panel),
    selectedForCompare: sources.compares,
  };
}

function panelRun(panel: ShownRun | undefined): string {
  if (!panel) return "";
  if (panel.source !== "app") return panel.source;
  const status = panel.run?.status;
  if (panel.run && isLocalRun(panel.run)) return isTerminal(panel.run.status) ? "local" : "localActive";
  if (status === undefined || !isTerminal(status)) return "active";
  return status === "completed" ? "completed" : "ended";
}

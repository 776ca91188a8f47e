import type { DriftingRuns } from "../desk/drift.ts";
import type { Accounts } from "../runs/accounts.ts";
import type { FileStore } from "../runs/fileStore.ts";
import type { RunRepository } from "../runs/runRepository.ts";
import type { RunService } from "../runs/runService.ts";
import type { Inspection } from "./inspection.ts";

export interface AppState {
  runs: RunRepository;
  service: RunService;
  files: FileStore;
  inspection: Inspection;
  accounts: Accounts;
  drifting: DriftingRuns;
  /** In milliseconds. */
  heartbeat: number;
  /** The limit of a form, in bytes. */
  maxRequestBytes: number;
}

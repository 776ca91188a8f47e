import type { RunMode } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";

/** The file of `run --json FILE`, which docs/cli.md shows. A different form gets another version. */
export interface RunResult {
  format: "dynamiq-runs/run";
  version: 1;
  /** The app's origin. */
  app: string;
  /** The run file, as it was typed. */
  file: string;
  mode: RunMode;
  /** The response of the app was lost, and the run was found in the list. */
  wasLost: boolean;
  /** As the app reports it. */
  run: Run;
}

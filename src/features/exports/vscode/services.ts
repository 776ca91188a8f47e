import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";

export interface ExportServices {
  /** Writes runs of an app with all their events to a file. @returns whether it was written; the person may have canceled */
  writeRuns: (targets: readonly RunTarget[], path: string) => Promise<boolean>;
}

import type { Run } from "../../../api/schemas.ts";
import { isLocalRun } from "../../../model/localRun.ts";
import { isTerminal } from "../../../model/status.ts";

/** The run of the panel that has the focus. */
export interface ShownRun {
  /** Absent until it was read. */
  run: Run | undefined;
  /** `exported`: from a file. `removed`: its connection was removed. */
  source: "app" | "exported" | "removed";
}

/** Its kind, as a context key says it: see `CommandStates`. */
export function panelRun(panel: ShownRun | undefined): string {
  if (!panel) return "";
  if (panel.source !== "app") return panel.source;
  const status = panel.run?.status;
  if (panel.run && isLocalRun(panel.run)) return isTerminal(panel.run.status) ? "local" : "localActive";
  if (status === undefined || !isTerminal(status)) return "active";
  return status === "completed" ? "completed" : "ended";
}

import type { Run } from "#api/schemas.ts";
import type { OwnContextValues } from "#host/contextKeys.ts";
import { isTerminal } from "#model/status.ts";

/** The run of the panel that has the focus. */
export interface PanelRun {
  run: Run | undefined;
  /** `local`: of a program on this machine, so it can only be read. `exported`: from a file. `removed`: its connection was removed. */
  source: "app" | "local" | "exported" | "removed";
}

type PanelRunKind = OwnContextValues["dynamiqRuns.panelRun"];

/** What context keys say of it: its kind, and whether it has a user or a session. */
export function panelRunKeys(panel: PanelRun | undefined): { panelRun: PanelRunKind; panelRunParts: string } {
  const { user_id: user, session_id: session } = panel?.run ?? {};
  const parts = [...(user ? ["user"] : []), ...(session ? ["session"] : [])];
  return { panelRun: kindOf(panel), panelRunParts: parts.join(" ") };
}

function kindOf(panel: PanelRun | undefined): PanelRunKind {
  if (!panel) return "";
  const status = panel.run?.status;
  if (panel.source === "local") return status !== undefined && isTerminal(status) ? "local" : "localActive";
  if (panel.source !== "app") return panel.source;
  if (status === undefined || !isTerminal(status)) return "active";
  return status === "completed" ? "completed" : "ended";
}

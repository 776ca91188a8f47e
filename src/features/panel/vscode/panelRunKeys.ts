import type { Run } from "../../../api/schemas.ts";
import type { CommandStates } from "../../../core/contextKeys.ts";
import { isLocalRun } from "../../../model/localRun.ts";
import { isTerminal } from "../../../model/status.ts";

/** The run of the panel that has the focus. */
export interface PanelRun {
  run: Run | undefined;
  /** `exported`: from a file. `removed`: its connection was removed. */
  source: "app" | "exported" | "removed";
}

/** What context keys say of it: see `CommandStates`. */
export function panelRunKeys(panel: PanelRun | undefined): Pick<CommandStates, "panelRun" | "panelRunParts"> {
  const { user_id: user, session_id: session } = panel?.run ?? {};
  const parts = [...(user ? ["user"] : []), ...(session ? ["session"] : [])];
  return { panelRun: kindOf(panel), panelRunParts: parts.join(" ") };
}

function kindOf(panel: PanelRun | undefined): string {
  if (!panel) return "";
  if (panel.source !== "app") return panel.source;
  const status = panel.run?.status;
  if (panel.run && isLocalRun(panel.run)) return isTerminal(panel.run.status) ? "local" : "localActive";
  if (status === undefined || !isTerminal(status)) return "active";
  return status === "completed" ? "completed" : "ended";
}

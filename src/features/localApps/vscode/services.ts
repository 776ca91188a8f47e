import type { LocalApps } from "./localApps.ts";
import type { LocalAppSources } from "./localAppSources.ts";
import type { WorkspaceTarget } from "./workspaceTarget.ts";

export interface LocalAppServices {
  localApps: LocalApps;
  /** The lines where the nodes of local apps are defined. */
  sources: LocalAppSources;
  /** Serves a workflow with a debugger. @returns the id of its connection. @throws UserError without Python's debugger */
  debugTarget: (target: WorkspaceTarget) => Promise<string | undefined>;
}

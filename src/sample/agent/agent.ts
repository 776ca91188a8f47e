import { deskScript } from "../desk/deskScript.ts";
import { askScript } from "../sdk/sdkAsks.ts";
import { filesScript } from "../sdk/sdkFiles.ts";
import { sdkScript } from "../sdk/sdkScripts.ts";
import { load, readLoad } from "./load.ts";
import type { AgentContext, Script } from "./steps.ts";
import { triage } from "./triage.ts";

/** The script of a run that was created through the API. */
export function startAgent(context: AgentContext): Script {
  const events = readLoad(context.input);
  if (events !== undefined) return load(context, events);
  return deskScript(context) ?? sdkScript(context) ?? askScript(context) ?? filesScript(context) ?? triage(context);
}

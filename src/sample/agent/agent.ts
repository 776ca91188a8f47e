import { load, readLoad } from "./load.ts";
import type { AgentContext, Script } from "./steps.ts";
import { triage } from "./triage.ts";

/** The script of a run that was created over the API. */
export function startAgent(context: AgentContext): Script {
  const events = readLoad(context.input);
  return events === undefined ? triage(context) : load(context, events);
}

import { chat } from "./chat.ts";
import { deskScript } from "./desk.ts";
import type { AgentContext, Script } from "./steps.ts";
import { triage } from "./triage.ts";

/** The script of a run that was created through the API. */
export function startAgent(context: AgentContext): Script {
  if (context.input["desk"] === "refunds") return deskScript(context);
  return context.input["play"] === "chat" ? chat(context) : triage(context);
}

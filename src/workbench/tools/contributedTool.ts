/** The tools for agents as package.json contributes them. Only the build loads this file. */
import { isTrusted } from "#host/contributions/conditions.ts";
import type { ToolContribution } from "#host/contributions/contributes.ts";
import { type AgentTool, inputSchema } from "./core/agentTool.ts";

/** @param userDescription what it does, for people */
export function contributedTool(tool: AgentTool, userDescription: string): ToolContribution {
  const { name, order, title, description, tags, hasEffects, confirms } = tool;
  return {
    order,
    confirms,
    name: `dynamiqRuns_${name}`,
    displayName: title,
    userDescription,
    modelDescription: description,
    toolReferenceName: name,
    canBeReferencedInPrompt: true,
    icon: "$(pulse)",
    tags,
    inputSchema: inputSchema(tool),
    when: hasEffects ? isTrusted : undefined,
  };
}

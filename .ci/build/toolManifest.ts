/**
 * The language model tools as package.json contributes them. `node .ci/build/toolManifest.ts` writes them there, and a
 * test compares them with the tools.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AgentTool, inputSchema } from "#features/agents/core/agentTool.ts";
import { toolTable } from "#features/agents/core/toolTable.ts";
import { toolNames } from "#runs/questions/toolNames.ts";

const root = join(import.meta.dirname, "../..");

/** What package.json says about a tool. The texts for people are in package.nls.json. */
function contributedTool(tool: AgentTool): object {
  const { name, description, tags, hasEffects } = tool;
  return {
    name: `dynamiqRuns_${name}`,
    displayName: `%tool.${name}%`,
    userDescription: `%tool.${name}.does%`,
    modelDescription: description,
    toolReferenceName: name,
    canBeReferencedInPrompt: true,
    icon: "$(pulse)",
    tags,
    inputSchema: inputSchema(tool),
    when: hasEffects ? "isWorkspaceTrusted" : undefined,
  };
}

/** All of them, in the order of the documentation. */
export function contributedTools(): object[] {
  return toolNames.map((name) => contributedTool(toolTable[name]));
}

/** What VS Code must never approve by itself: `chat.tools.eligibleForAutoApproval` has tools by their full names. */
export function notApprovedTools(extensionId: string): Record<string, false> {
  const names = toolNames.filter((name) => toolTable[name].confirms);
  return Object.fromEntries(names.map((name) => [`${extensionId}/${name}`, false]));
}

if (import.meta.main) {
  const path = join(root, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const { contributes, publisher, name } = manifest;
  contributes.languageModelTools = contributedTools();
  contributes.configurationDefaults["chat.tools.eligibleForAutoApproval"] = notApprovedTools(`${publisher}.${name}`);
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

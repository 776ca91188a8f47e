/** The tools for agents as package.json contributes them. Only the build loads this file. */

import { isTrusted } from "#host/contributions/conditions.ts";
import type { ToolContribution } from "#host/contributions/contributes.ts";
import { toolNames } from "#runs/questions/toolNames.ts";
import { type AgentTool, inputSchema } from "./core/agentTool.ts";
import { toolTable } from "./core/toolTable.ts";

/** What each tool does, for people. */
const descriptions: Readonly<Record<keyof typeof toolTable, string>> = {
  listConnections: "Lists the apps you have connected, without their keys.",
  listRuns: "Lists runs of an app, by status, user or session.",
  getRun: "Reads a run: status, input, output, and why it failed.",
  readStory: "Reads the steps of a run.",
  searchRuns: "Finds indexed runs by words, tools, errors and values.",
  listCauses: "Groups the failed runs of an app by their cause.",
  findInRun: "Searches the events of a run for a text.",
  readEvents: "Reads the raw events of a run.",
  compareRuns: "Finds the steps and values that differ between two runs.",
  listInputRequests: "Lists the questions and approvals that runs wait for.",
  runFile: "Starts a run from a run file, after you confirm it.",
  waitForRun: "Waits until a run ends or asks for input.",
  cancelRun: "Cancels a run, after you confirm it.",
  answerInputRequest: "Answers an input request of a run, after you confirm it.",
  runGoldenTests: "Runs golden tests on an app, after you confirm it.",
};

function contributedTool(tool: AgentTool): ToolContribution {
  const { name, title, description, tags, hasEffects } = tool;
  return {
    name: `dynamiqRuns_${name}`,
    displayName: title,
    userDescription: descriptions[name],
    modelDescription: description,
    toolReferenceName: name,
    canBeReferencedInPrompt: true,
    icon: "$(pulse)",
    tags,
    inputSchema: inputSchema(tool),
    when: hasEffects ? isTrusted : undefined,
  };
}

/** All of them, in the order of the documentation. */
export function contributedTools(): ToolContribution[] {
  return toolNames.map((name) => contributedTool(toolTable[name]));
}

/** What VS Code must never approve by itself: `chat.tools.eligibleForAutoApproval` has tools by their full names. */
export function notApprovedTools(): Record<string, false> {
  const names = toolNames.filter((name) => toolTable[name].confirms);
  return Object.fromEntries(names.map((name) => [`dynamiq-community.dynamiq-runs/${name}`, false]));
}

import {
  canBeReached,
  inRunLists,
  inRunPage,
  inRunPanel,
  inRuns,
  onRunInPage,
  onStep,
  panelHasRun,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { inSubmenu } from "#host/contributions/runMenus.ts";
import { all, any, is, isRow, not, shared } from "#host/contributions/when.ts";
import { contributedTool } from "#workbench/tools/contributedTool.ts";
import { ownTools } from "./core/ownTools.ts";

/** What each tool does, for people. */
const toolDescriptions: Readonly<Record<keyof typeof ownTools, string>> = {
  listConnections: "Lists the apps you have connected, without their keys.",
  listRuns: "Lists runs of an app, by status, user or session.",
  getRun: "Reads a run: status, input, output, and why it failed.",
  readStory: "Reads the steps of a run.",
  listCauses: "Groups the failed runs of an app by their cause.",
  findInRun: "Searches the events of a run for text.",
  readEvents: "Reads the raw events of a run.",
  listInputRequests: "Lists the questions and approvals that runs wait for.",
  runFile: "Starts a run from a run file, after you confirm.",
  waitForRun: "Waits until a run ends or asks for input.",
  cancelRun: "Cancels a run, after you confirm.",
  answerInputRequest: "Answers an input request of a run, after you confirm.",
};

const hasNoChat = is("config.chat.disableAIFeatures");

export const contributions = contributes({
  commands: {
    copyAsMarkdown: {
      title: "Copy as Markdown",
      icon: "markdown",
      menus: [
        { menu: "view/item/context", group: "3_copy@1", when: all(inRuns, isRow("cause")) },
        inSubmenu("copy", "row", 3, all(inRunLists, any(isRow("run"), isRow("group", "session")))),
        inSubmenu("copy", "tab", 3, any(inRunPanel, shared("inCopiedTab"))),
        { menu: "webview/context", group: "1_copy@1", when: all(inRunPage, onStep) },
        inSubmenu("copy", "page", 3, all(onRunInPage, isRow("run"))),
      ],
    },
    copyForAi: {
      title: "Copy for AI",
      icon: "sparkle",
      palette: any(shared("inCopiedPanel"), all(panelHasRun, not(is("dynamiqRuns.panelRun", "removed")))),
      menus: [
        { menu: "view/item/context", group: "3_copy@2", when: all(inRuns, isRow("cause")) },
        inSubmenu("copy", "row", 4, all(inRunLists, any(isRow("run"), isRow("group", "session")))),
        inSubmenu("copy", "tab", 4, any(inRunPanel, shared("inCopiedTab"))),
        { menu: "webview/context", group: "1_copy@2", when: all(inRunPage, onStep) },
        inSubmenu("copy", "page", 4, all(onRunInPage, isRow("run"))),
      ],
    },
    askChat: {
      title: "Ask Chat About This",
      icon: "comment-discussion",
      enablement: not(hasNoChat),
      palette: all(
        not(hasNoChat),
        any(shared("inCopiedPanel"), all(panelHasRun, not(is("dynamiqRuns.panelRun", "removed")))),
      ),
      menus: [
        { menu: "view/item/context", group: "3_copy@3", when: all(inRuns, isRow("cause"), not(hasNoChat)) },
        {
          menu: "view/item/context",
          group: "3_copy@6",
          when: all(inRunLists, isRow("run"), not(hasNoChat)),
        },
        {
          menu: "editor/title",
          group: "3_copy@6",
          when: all(any(inRunPanel, shared("inCopiedTab")), not(hasNoChat)),
        },
        { menu: "webview/context", group: "1_copy@3", when: all(inRunPage, onStep, not(hasNoChat)) },
        { menu: "webview/context", group: "3_copy@6", when: all(onRunInPage, isRow("run"), not(hasNoChat)) },
      ],
    },
    copyMcpConfiguration: {
      title: "Copy MCP Configuration",
      palette: canBeReached,
    },
  },
  settingGroup: { title: "Copying and Agents", order: 4 },
  settings: {
    copyBudget: {
      order: 1,
      type: "integer",
      default: 4000,
      minimum: 500,
      maximum: 100000,
      description:
        "Controls the maximum number of tokens of *Copy as Markdown*, *Copy for AI* and *Ask Chat About " +
        "This*. Content that doesn't fit is left out, and the copy says so.",
    },
    "mcp.enabled": {
      order: 2,
      type: "boolean",
      default: false,
      description:
        "Controls whether VS Code also offers the agent tools as an MCP server. Turn it on only for " +
        "agents that need MCP, because VS Code's chat then lists each tool twice.",
    },
  },
  mcpServerDefinitionProviders: [
    { id: "dynamiqRuns.mcp", label: "Dynamiq Runs", when: is("config.dynamiqRuns.mcp.enabled") },
  ],
  chatSkills: [
    { path: "./dist/media/skills/debug-failed-run/SKILL.md" },
    { path: "./dist/media/skills/make-golden-test/SKILL.md" },
    { path: "./dist/media/skills/compare-deployments/SKILL.md" },
  ],
  languageModelTools: Object.values(ownTools).map((tool) =>
    contributedTool(tool, toolDescriptions[tool.name as keyof typeof ownTools]),
  ),
});

import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { CauseAction } from "#features/insights/page/messages.ts";
import { askForSearch } from "#features/search/vscode/askForSearch.ts";
import type { SearchServices } from "#features/search/vscode/services.ts";
import { type CommandId, commandIds } from "#host/commandIds.ts";
import { showError } from "#host/errors/showError.ts";
import { saveAs } from "#host/saveFile.ts";
import type { App } from "#workbench/app.ts";
import { actViews, commandOf } from "#workbench/core/acts.ts";
import { causeActs, targetOf } from "#workbench/explorer/vscode/causeTarget.ts";
import { conversationViews } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { InsightsServices } from "./insightsPanel.ts";
import { showRuns } from "./showRuns.ts";

type Context = Pick<App, "points"> & Pick<SearchServices, "results" | "showResults">;

type Actions = Pick<
  InsightsServices,
  "showRuns" | "openRun" | "openConversation" | "actOnCause" | "causeActs" | "runCauseAct" | "askFilter" | "save"
>;

const commandOfAction: Readonly<Record<Exclude<CauseAction, "showRuns">, CommandId>> = {
  compare: commandIds.compareWithGoodRun,
  markKnown: commandIds.markCauseAsKnown,
  forgetKnown: commandIds.forgetKnownCause,
};

/** The actions of Insights outside its panel. */
export function insightsActions(app: Context): Actions {
  const run = (command: CommandId, argument: unknown): void => {
    vscode.commands.executeCommand(command, argument).then(undefined, showError);
  };
  return {
    openRun: (target) => run(commandIds.openRun, target),
    openConversation: (of) => {
      for (const conversations of app.points.of(conversationViews)) conversations.pick(of).catch(showError);
    },
    showRuns: (given) => void showRuns(app, given).catch(showError),
    actOnCause: (action, connectionId, cause) => run(commandOfAction[action], targetOf(connectionId, cause)),
    causeActs: (connectionId, cause) => actViews(app.points.of(causeActs), targetOf(connectionId, cause)),
    runCauseAct: (id, connectionId, cause) => {
      const target = targetOf(connectionId, cause);
      const command = commandOf(app.points.of(causeActs), id, target);
      if (command) run(command, target);
    },
    askFilter: async (text, index) =>
      askForSearch(text, {
        title: "Filter Insights",
        index,
        coverage: await index.coverage(),
        indexOf: () => undefined,
        recent: [],
        connections: [],
        onError: onUnexpectedError,
      }),
    save: (name, content) => {
      const options = { title: "Save Insights", filters: { CSV: ["csv"] } };
      saveAs(`insights-${name}`, options, () => content).catch(showError);
    },
  };
}

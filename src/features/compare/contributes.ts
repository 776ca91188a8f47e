import {
  hasConnection,
  inRunPanel,
  inRunsOrSearchResults,
  isSelectedForCompare,
  onRunInPage,
  panelHasRun,
  severalSelected,
  twoSelected,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, is, isRow, not } from "#host/contributions/when.ts";
import { contributedTool } from "#workbench/tools/contributedTool.ts";
import { compareRuns } from "./core/tools/compareRuns.ts";

export const own = contributes({
  commands: {
    selectForCompare: {
      title: "Select Run for Compare",
      icon: "compare-changes",
      palette: all(panelHasRun, not(is("dynamiqRuns.panelRun", "removed"))),
      menus: [
        {
          menu: "view/item/context",
          group: "5_compare@1",
          when: all(inRunsOrSearchResults, isRow("run"), not(severalSelected)),
        },
        {
          menu: "editor/title",
          group: "5_compare@1",
          when: all(inRunPanel, panelHasRun, not(is("dynamiqRuns.panelRun", "removed"))),
        },
        { menu: "webview/context", group: "5_compare@1", when: all(onRunInPage, isRow("run")) },
      ],
    },
    compareWithSelected: {
      title: "Compare with Selected Run",
      icon: "diff",
      palette: all(
        isSelectedForCompare,
        any(all(hasConnection, not(panelHasRun)), all(panelHasRun, not(is("dynamiqRuns.panelRun", "removed")))),
      ),
      menus: [
        {
          menu: "view/item/context",
          group: "5_compare@2",
          when: all(inRunsOrSearchResults, isRow("run"), not(severalSelected), isSelectedForCompare),
        },
        {
          menu: "editor/title",
          group: "5_compare@2",
          when: all(inRunPanel, panelHasRun, not(is("dynamiqRuns.panelRun", "removed")), isSelectedForCompare),
        },
        { menu: "webview/context", group: "5_compare@2", when: all(onRunInPage, isRow("run"), isSelectedForCompare) },
      ],
    },
    compareSelected: {
      title: "Compare the Two Selected Runs",
      icon: "diff",
      menus: [
        {
          menu: "view/item/context",
          group: "5_compare@1",
          when: all(inRunsOrSearchResults, isRow("run"), twoSelected),
        },
      ],
    },
  },
  panels: ["dynamiqRuns.comparison"],
  languageModelTools: [contributedTool(compareRuns, "Finds the steps and values that differ between two runs.")],
});

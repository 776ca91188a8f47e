import { hasConnection, inRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, isRow } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    showInsights: {
      title: "Show Insights",
      icon: "graph",
      palette: hasConnection,
      menus: [{ menu: "view/title", group: "1_runs@1", when: all(inRuns, hasConnection) }],
    },
    showCauseRuns: {
      title: "Show Runs",
      menus: [{ menu: "view/item/context", group: "0_runs@1", when: all(inRuns, isRow("cause")) }],
    },
    compareWithGoodRun: {
      title: "Compare with a Good Run",
      menus: [{ menu: "view/item/context", group: "0_runs@2", when: all(inRuns, isRow("cause")) }],
    },
    markCauseAsKnown: {
      title: "Mark as Known…",
      menus: [{ menu: "view/item/context", group: "2_mark@1", when: all(inRuns, isRow("cause")) }],
    },
    forgetKnownCause: {
      title: 'Remove "Known" Mark',
      menus: [{ menu: "view/item/context", group: "2_mark@2", when: all(inRuns, isRow("cause", "known")) }],
    },
  },
  panels: ["dynamiqRuns.insights"],
});

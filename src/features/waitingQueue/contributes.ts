import { inRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, is, isRow } from "#host/contributions/when.ts";

const isAsked = any(is("dynamiqRuns.approvalWaits"), is("dynamiqRuns.questionWaits"));

export const contributions = contributes({
  commands: {
    openWaitingQueue: {
      title: "Open Waiting Queue",
      icon: "bell-dot",
      palette: isAsked,
      menus: [
        // The first icon: the others stay where they are when it appears.
        { menu: "view/title", group: "navigation@-1", when: all(inRuns, isAsked) },
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, isRow("group", "waiting")) },
        { menu: "view/item/context", group: "1_open@1", when: all(inRuns, isRow("group", "waiting")) },
      ],
    },
  },
  panels: ["dynamiqRuns.waitingQueue"],
});

import { inRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, is } from "#host/contributions/when.ts";

const isAsked = any(is("dynamiqRuns.approvalWaits"), is("dynamiqRuns.questionWaits"));

export const own = contributes({
  commands: {
    openWaitingQueue: {
      title: "Open Waiting Queue",
      icon: "bell-dot",
      palette: isAsked,
      // The first icon: the others stay where they are when it appears.
      menus: [{ menu: "view/title", group: "navigation@-1", when: all(inRuns, isAsked) }],
    },
  },
  panels: ["dynamiqRuns.waitingQueue"],
});

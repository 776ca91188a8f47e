import { hasConnection, inRuns, showsLocalRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, isRow, not } from "#host/contributions/when.ts";

export const own = contributes({
  commands: {
    openWaitingQueue: {
      title: "Open Waiting Queue",
      icon: "bell-dot",
      palette: all(hasConnection, not(showsLocalRuns)),
      menus: [
        { menu: "view/title", group: "1_runs@0", when: all(inRuns, hasConnection, not(showsLocalRuns)) },
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, isRow("group", "waiting")) },
        { menu: "view/item/context", group: "1_open@1", when: all(inRuns, isRow("group", "waiting")) },
      ],
    },
  },
  panels: ["dynamiqRuns.waitingQueue"],
});

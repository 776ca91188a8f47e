import { hasConnection, inRuns, showsLocalRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, not } from "#host/contributions/when.ts";

export const own = contributes({
  commands: {
    openWaitingQueue: {
      title: "Open Waiting Queue",
      icon: "bell-dot",
      palette: all(hasConnection, not(showsLocalRuns)),
      menus: [{ menu: "view/title", group: "1_runs@0", when: all(inRuns, hasConnection, not(showsLocalRuns)) }],
    },
  },
  panels: ["dynamiqRuns.waitingQueue"],
});

import { hasConnection, inRuns, showsLocalRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, isRow, not } from "#host/contributions/when.ts";

export const own = contributes({
  commands: {
    notifyMe: {
      title: "Notify Me…",
      icon: "bell",
      palette: all(hasConnection, not(showsLocalRuns)),
      menus: [
        { menu: "view/title", group: "1_runs@7", when: all(inRuns, hasConnection, not(showsLocalRuns)) },
        { menu: "view/item/context", group: "2_view@3", when: all(inRuns, isRow(["view", "search"])) },
        { menu: "view/item/context", group: "2_mark@3", when: all(inRuns, isRow("cause")) },
      ],
    },
    manageAlarms: {
      title: "Manage Alarms…",
      palette: hasConnection,
    },
  },
});

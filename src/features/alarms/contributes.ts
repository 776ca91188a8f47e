import { canBeReached, inRuns, isTrusted } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, isRow, shared } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    notifyMe: {
      title: "Notify Me…",
      icon: "bell",
      enablement: isTrusted,
      palette: canBeReached,
      menus: [
        { menu: "view/item/context", group: "2_view@3", when: all(inRuns, isRow(["view", "search"])) },
        { menu: "view/item/context", group: "4_alarm@1", when: all(inRuns, isRow("cause")) },
      ],
    },
    notifyMeOfSearch: {
      title: "Notify Me of Matching Runs…",
      icon: "bell",
      enablement: isTrusted,
      menus: [{ menu: "view/title", group: "1_search@1", when: shared("inFoundRuns") }],
    },
    // *Notify Me…* leads to it as soon as there is an alarm.
    manageAlarms: { title: "Manage Alarms…" },
  },
});

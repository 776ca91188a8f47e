import {
  inConversation,
  inRunPage,
  inRunPanel,
  inRunsOrSearchResults,
  onRunInPage,
  onStep,
  showsLocalRuns,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, isOneOf, isRow, not, rowHas } from "#host/contributions/when.ts";

export const own = contributes({
  commands: {
    copyLink: {
      title: "Copy Link",
      icon: "link",
      menus: [
        {
          menu: "view/item/context",
          group: "3_copy@2",
          when: all(
            inRunsOrSearchResults,
            any(isRow("run"), isRow("group", "session")),
            not(rowHas("local")),
            not(all(showsLocalRuns, isRow("group"))),
          ),
        },
        {
          menu: "editor/title",
          group: "3_copy@2",
          when: any(all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended")), inConversation),
        },
        { menu: "webview/context", group: "1_copy@4", when: all(inRunPage, onStep) },
        {
          menu: "webview/context",
          group: "3_copy@2",
          when: all(onRunInPage, isRow("run"), not(rowHas("exported", "local"))),
        },
      ],
    },
  },
  activationEvents: ["onUri"],
});

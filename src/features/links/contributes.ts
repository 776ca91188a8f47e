import {
  canLink,
  inConversation,
  inRunPage,
  inRunPanel,
  inRunsOrSearchResults,
  onRunInPage,
  onStep,
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
            any(all(isRow("run"), not(rowHas("local"))), all(isRow("group", "session"), canLink)),
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

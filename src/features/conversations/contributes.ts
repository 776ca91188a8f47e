import {
  hasConnection,
  inRunPanel,
  inRuns,
  inRunsOrSearchResults,
  isTrusted,
  onRunInPage,
  severalSelected,
  showsLocalRuns,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, isOneOf, isRow, matches, not, rowHas } from "#host/contributions/when.ts";

export const own = contributes({
  commands: {
    forkConversation: {
      title: "Fork Here…",
      enablement: isTrusted,
    },
    openConversation: {
      title: "Open Conversation",
      icon: "comment-discussion",
      menus: [
        {
          menu: "view/item/context",
          group: "1_open@2",
          when: all(
            inRunsOrSearchResults,
            any(isRow("run", "user", "session"), isRow("group", "session")),
            not(severalSelected),
            not(rowHas("local")),
            not(all(showsLocalRuns, isRow("group"))),
          ),
        },
        {
          menu: "editor/title",
          group: "1_open@2",
          when: all(
            inRunPanel,
            isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"),
            matches("dynamiqRuns.panelRunParts", /user session/),
          ),
        },
        {
          menu: "webview/context",
          group: "1_open@2",
          when: all(onRunInPage, isRow("run", "user", "session"), not(rowHas("local"))),
        },
      ],
    },
    pickConversation: {
      title: "Go to Conversation…",
      palette: hasConnection,
    },
    newConversation: {
      title: "New Conversation…",
      enablement: isTrusted,
      palette: all(hasConnection, not(showsLocalRuns)),
      menus: [
        {
          menu: "view/item/context",
          group: "1_open@3",
          when: all(inRuns, isRow("group", "session"), not(severalSelected), not(showsLocalRuns)),
        },
      ],
    },
  },
  panels: ["dynamiqRuns.conversation"],
});

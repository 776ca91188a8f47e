import {
  can,
  canStart,
  hasConnection,
  inRunLists,
  inRunPanel,
  inRuns,
  isTrusted,
  onRunInPage,
  severalSelected,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, is, isOneOf, isRow, matches, not, rowHas } from "#host/contributions/when.ts";

const inConversation = is("activeWebviewPanelId", "dynamiqRuns.conversation");

export const contributions = contributes({
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
            inRunLists,
            any(all(isRow("run", "session"), not(rowHas("local"))), all(isRow("group", "session"), can("converse"))),
            not(severalSelected),
          ),
        },
        {
          menu: "editor/title",
          group: "1_open@2",
          when: all(
            inRunPanel,
            isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"),
            matches("dynamiqRuns.panelRunParts", /session/),
          ),
        },
        {
          menu: "webview/context",
          group: "1_open@2",
          when: all(onRunInPage, isRow("run", "session"), not(rowHas("local"))),
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
      palette: canStart,
      menus: [
        {
          menu: "view/item/context",
          group: "1_open@3",
          when: all(inRuns, isRow("group", "session"), not(severalSelected), canStart),
        },
      ],
    },
  },
  panels: ["dynamiqRuns.conversation"],
  shared: { inCopiedPanel: inConversation, inLinkedTab: inConversation },
});

import { canAnswer, inRuns, isAnswerDocument, severalSelected } from "#host/contributions/conditions.ts";
import { contributes, notificationSettings } from "#host/contributions/contributes.ts";
import { all, any, is, not, rowHas } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    approveRequest: {
      title: "Approve Input Request",
      icon: "check",
      palette: is("dynamiqRuns.approvalWaits"),
      menus: [
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, rowHas("approval")) },
        { menu: "view/item/context", group: "0_answer@1", when: all(inRuns, rowHas("approval"), not(severalSelected)) },
      ],
    },
    rejectRequest: {
      title: "Reject Input Request…",
      icon: "close",
      palette: is("dynamiqRuns.approvalWaits"),
      menus: [
        { menu: "view/item/context", group: "inline@2", when: all(inRuns, rowHas("approval")) },
        { menu: "view/item/context", group: "0_answer@2", when: all(inRuns, rowHas("approval"), not(severalSelected)) },
      ],
    },
    answerRequest: {
      title: "Answer Input Request…",
      icon: "reply",
      palette: any(is("dynamiqRuns.approvalWaits"), is("dynamiqRuns.questionWaits")),
      menus: [
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, rowHas("feedback")) },
        { menu: "view/item/context", group: "0_answer@1", when: all(inRuns, rowHas("feedback"), not(severalSelected)) },
      ],
    },
    answerInEditor: {
      title: "Answer Input Request in Editor",
      icon: "edit",
      menus: [
        // The input of *Answer Input Request…* leads here, too. A browser is more urgent.
        {
          menu: "view/item/context",
          group: "0_answer@2",
          when: all(inRuns, rowHas("feedback"), not(rowHas("browser")), not(severalSelected)),
        },
      ],
    },
    openLiveView: {
      title: "Open the Agent's Browser",
      icon: "link-external",
      palette: is("dynamiqRuns.browserWaits"),
      menus: [
        { menu: "view/item/context", group: "0_answer@3", when: all(inRuns, rowHas("browser"), not(severalSelected)) },
      ],
    },
    sendAnswer: {
      title: "Send Answer",
      icon: "send",
      palette: isAnswerDocument,
      menus: [{ menu: "editor/title", group: "navigation@1", when: isAnswerDocument }],
    },
    showWaiting: {
      title: "Show Waiting Runs…",
      icon: "bell-dot",
      palette: canAnswer,
    },
  },
  settingGroup: notificationSettings,
  settings: {
    watchWaiting: {
      order: 3,
      type: "string",
      default: "always",
      values: {
        always:
          "All the time. In the background, one window sends about one small request per minute for each " +
          "connection.",
        whileVisible: "While the Runs view is visible. Otherwise, input requests appear when you open the view.",
      },
      description:
        "Controls when the extension checks the active and the watched connections for runs that wait " +
        "for you. Runs that you started or opened are always followed.",
    },
  },
  colors: [
    {
      id: "dynamiqRuns.waiting",
      description: "Color of a run that waits for your answer, in the Runs view.",
      defaults: {
        dark: "list.warningForeground",
        light: "list.warningForeground",
        highContrast: "editorWarning.foreground",
        highContrastLight: "editorWarning.foreground",
      },
    },
  ],
  resourceLabelFormatters: [
    {
      scheme: "dynamiqruns-answer",
      formatting: {
        label: "Dynamiq Runs${path}",
        separator: "/",
      },
    },
  ],
  activationEvents: ["onFileSystem:dynamiqruns-answer"],
  walkthrough: [
    {
      id: "answer",
      order: 4,
      title: "Answer an agent's question",
      description: [
        "Input requests appear at the top of the Runs view, beside the run's story, and in a " +
          "notification. Approve (edit the values first, where the agent lets you), reject with " +
          "a reason, or answer in your own words.",
        "[Show Waiting Runs…](command:dynamiqRuns.showWaiting)",
      ].join("\n"),
      picture: {
        svg: "media/walkthrough/answer.svg",
        altText: "An approval: the amount was changed from 983 to 480, and the button says that there is one change.",
      },
      tickedBy: is("dynamiqRuns.hasAnswered"),
    },
  ],
  contextKeys: { approvalWaits: "boolean", browserWaits: "boolean", hasAnswered: "boolean", questionWaits: "boolean" },
});

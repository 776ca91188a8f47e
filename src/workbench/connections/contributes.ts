import {
  canBeReached,
  hasConnection,
  hasNoConnection,
  inRuns,
  isTrusted,
  showsSeveral,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, always, is, isRow, not } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    addConnection: {
      title: "Add Connection…",
      icon: "add",
      palette: always,
      menus: [{ menu: "view/title", group: "2_connections@1", when: all(inRuns, hasNoConnection) }],
    },
    switchConnection: {
      title: "Switch Connection…",
      icon: "plug",
      palette: always,
      menus: [{ menu: "view/title", group: "2_connections@1", when: all(inRuns, hasConnection) }],
    },
    manageConnection: {
      title: "Manage Connection…",
      palette: hasConnection,
      menus: [{ menu: "view/title", group: "2_connections@2", when: all(inRuns, hasConnection, not(showsSeveral)) }],
    },
    renameConnection: {
      title: "Rename Connection…",
    },
    editAddress: {
      title: "Edit Connection Address…",
      icon: "edit",
      menus: [{ menu: "view/item/context", group: "inline@3", when: all(inRuns, isRow("error", "address")) }],
    },
    replaceKey: {
      title: "Replace Access Key…",
      icon: "key",
      menus: [{ menu: "view/item/context", group: "inline@3", when: all(inRuns, isRow("error", "key")) }],
    },
    removeConnection: {
      title: "Remove Connection…",
    },
    markProduction: {
      title: "Mark Connection as Production…",
    },
    watchForWaiting: {
      title: "Watch Connections…",
    },
    diagnoseConnection: {
      title: "Diagnose Connection",
      icon: "pulse",
      palette: canBeReached,
      menus: [{ menu: "view/item/context", group: "inline@2", when: all(inRuns, isRow("error")) }],
    },
    startSampleApp: {
      title: "Start Sample App",
      icon: "beaker",
      enablement: isTrusted,
      palette: always,
      menus: [{ menu: "view/title", group: "2_connections@2", when: all(inRuns, hasNoConnection) }],
    },
    showLog: {
      title: "Show Log",
      icon: "output",
      palette: always,
      menus: [{ menu: "view/title", group: "2_connections@3", when: all(inRuns, hasNoConnection) }],
    },
  },
  settings: {
    runTitles: {
      order: 1,
      type: "object",
      default: {},
      additionalProperties: {
        type: "string",
        pattern:
          '^(\\$\\.)?(input|output|user_id|session_id)(\\.[^.\\[\\]"\\s][^.\\[\\]"]*|\\[\\d{1,9}\\]|\\["[^"\\\\]*"\\])*$',
        patternErrorMessage:
          "This isn't a path in a run. Begin with input, output, user_id or session_id, for example " +
          "input.ticket_subject.",
      },
      description:
        "Controls which value of a run is its title. The object maps a connection's name to a path in the run, " +
        'for example `{ "Support Triage": "input.ticket_subject" }`. Other runs get their title from ' +
        "the input.",
    },
  },
  resourceLabelFormatters: [
    {
      scheme: "dynamiq-runs-report",
      formatting: {
        label: "Dynamiq Runs${path}",
        separator: "/",
      },
    },
  ],
  walkthrough: [
    {
      id: "connect",
      order: 1,
      title: "Connect an app",
      description: [
        "Enter the app's host, then a name, then the access key. Dynamiq shows the host on the app's " +
          "Integration tab, and [access " +
          "keys](https://docs.getdynamiq.ai/docs/platform/administration/api-keys-and-tokens) under " +
          "Settings. VS Code keeps the key in its secret storage.",
        "[Add Connection](command:dynamiqRuns.addConnection)",
        "No app yet? The sample app runs on this machine and has about 300 sample runs.",
        "[Start Sample App](command:dynamiqRuns.startSampleApp)",
      ].join("\n"),
      picture: {
        svg: "media/walkthrough/connect.svg",
        altText: "Three input boxes, one after the other: the app's host, a name, and the access key, which is hidden.",
      },
      tickedBy: is("dynamiqRuns.hasConnected"),
    },
  ],
  contextKeys: { connectionLacks: "string", hasConnected: "boolean" },
});

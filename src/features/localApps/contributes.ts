import {
  hasNoConnection,
  inRunPanel,
  inRunLists,
  isFiltered,
  isTrusted,
  onRunInPage,
  panelHasRun,
  showsSeveral,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { inSubmenu } from "#host/contributions/runMenus.ts";
import { all, always, is, isRow, not } from "#host/contributions/when.ts";

const servesLocalApps = is("dynamiqRuns.servesLocalApps");
const showsLocalApp = is("dynamiqRuns.showsLocalApp");

export const contributions = contributes({
  commands: {
    serveWorkflow: { title: "Serve Workflow…", icon: "play", enablement: isTrusted, palette: always },
    debugWorkflow: { title: "Debug Workflow…", icon: "debug-alt", enablement: isTrusted, palette: always },
    runLocalApp: { title: "Run Workflow…", icon: "play", enablement: isTrusted, palette: always },
    stopLocalApp: { title: "Stop Local App…", icon: "debug-stop", palette: servesLocalApps },
    showRunLog: {
      title: "Show Log of Run",
      icon: "output",
      menus: [
        inSubmenu("data", "row", 2, all(inRunLists, isRow("run"), showsLocalApp)),
        inSubmenu("data", "tab", 2, all(inRunPanel, panelHasRun, showsLocalApp)),
        inSubmenu("data", "page", 2, all(onRunInPage, isRow("run"), showsLocalApp)),
      ],
    },
    showLocalAppLog: { title: "Show Log of Local App…", icon: "output", palette: servesLocalApps },
  },
  settingGroup: { title: "Local Apps", order: 5 },
  settings: {
    python: {
      order: 1,
      type: "string",
      default: "",
      scope: "machine",
      description:
        "Controls which Python interpreter runs the workflows of the workspace. Enter the path of an interpreter that " +
        "has the package `dynamiq`. If the setting is empty, the extension uses the first of these that exists: the interpreter " +
        "selected in the Python extension, one in a virtual environment of the folder, or `python3` (on Windows, `python`).",
    },
  },
  welcome: [
    {
      view: "dynamiqRuns.explorer",
      name: "serveWorkflow",
      order: 2,
      when: hasNoConnection,
      contents: [
        "Writing an agent? Run it here before you deploy it.",
        "[Run Workflow…](command:dynamiqRuns.runLocalApp)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "localAppWithoutRuns",
      order: 5,
      when: all(is("dynamiqRuns.viewState", "empty"), not(isFiltered), not(showsSeveral), showsLocalApp),
      contents: "[Run Workflow](command:dynamiqRuns.runLocalApp?%5B%22active%22%5D)",
    },
    {
      view: "dynamiqRuns.explorer",
      name: "localAppNotServed",
      order: 6,
      when: is("dynamiqRuns.viewState", "notServed"),
      contents: [
        "This local app isn't being served. Serve it to see its runs.",
        "[Serve Workflow](command:dynamiqRuns.serveWorkflow?%5B%22active%22%5D)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
      ].join("\n"),
    },
  ],
  walkthrough: [
    {
      id: "serve",
      order: 6,
      title: "Run your own code",
      description: [
        "Writing an agent? Run a workflow of the open folder like a deployed app. To try a change, save the file and " +
          "run it again.",
        "[Run Workflow…](command:dynamiqRuns.runLocalApp)",
      ].join("\n"),
      picture: {
        svg: "dist/media/walkthrough/serve.svg",
        altText: "A workflow in Python, with Run, Debug and Stop above it.",
      },
      tickedBy: is("dynamiqRuns.hasServedWorkflow"),
    },
  ],
  debuggers: [
    {
      type: "dynamiq",
      label: "Dynamiq",
      languages: ["python"],
      configurationAttributes: {
        launch: {
          required: ["workflow"],
          properties: {
            workflow: {
              type: "string",
              description: "The workflow to serve: a file and its variable, or a YAML file and the id of a workflow.",
              default: "support.py:workflow",
            },
          },
        },
      },
      initialConfigurations: [
        { type: "dynamiq", request: "launch", name: "Debug Workflow", workflow: "support.py:workflow" },
      ],
    },
  ],
  contextKeys: { hasServedWorkflow: "boolean", servesLocalApps: "boolean", showsLocalApp: "boolean" },
});

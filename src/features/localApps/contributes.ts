import { hasNoConnection, isTrusted } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { always, is } from "#host/contributions/when.ts";

const servesLocalApps = is("dynamiqRuns.servesLocalApps");

export const own = contributes({
  commands: {
    serveWorkflow: { title: "Serve Workflow…", icon: "play", enablement: isTrusted, palette: always },
    debugWorkflow: { title: "Debug Workflow…", icon: "debug-alt", enablement: isTrusted, palette: always },
    runLocalApp: { title: "Run Local App…", icon: "play", enablement: isTrusted, palette: servesLocalApps },
    stopLocalApp: { title: "Stop Local App…", icon: "debug-stop", palette: servesLocalApps },
    showLocalAppLog: { title: "Show Log of Local App…", icon: "output", palette: servesLocalApps },
  },
  settings: {
    python: {
      group: "Local Apps",
      order: 1,
      type: "string",
      default: "",
      description:
        "Controls which Python runs workflows of the workspace: the path of an interpreter that has the package " +
        "`dynamiq`. Empty for that of the Python extension, a virtual environment in the folder, or `python3`.",
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
        "[Serve Workflow…](command:dynamiqRuns.serveWorkflow)",
      ].join("\n"),
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
});

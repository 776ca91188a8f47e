import { contributes } from "#host/contributions/contributes.ts";
import { is } from "#host/contributions/when.ts";

export const contributions = contributes({
  customEditors: [
    {
      viewType: "dynamiqRuns.run",
      displayName: "Run",
      priority: "default",
      selector: [{ filenamePattern: "dynamiqruns-run:/**" }],
    },
  ],
  panels: ["dynamiqRuns.run"],
  walkthrough: [
    {
      id: "watch",
      order: 3,
      title: "See what it does",
      description: [
        "Click a run in the Runs view. The story shows each step, the timeline shows where the time " +
          "went, and the events show exactly what arrived.",
        "[Show Runs](command:dynamiqRuns.explorer.focus)",
      ].join("\n"),
      picture: {
        svg: "media/walkthrough/watch.svg",
        altText:
          "A run is selected in the Runs view. Beside it is its story: a text, a finished tool call " +
          "and one that is running.",
      },
      tickedBy: is("dynamiqRuns.hasOpenedRun"),
    },
  ],
  contextKeys: {
    hasOpenedRun: "boolean",
    panelRun: ["", "active", "ended", "completed", "local", "localActive", "exported", "removed"],
    panelRunParts: "string",
  },
});

import { hasNoConnection, inRuns, isFiltered, isTrusted, showsSeveral } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, is, not } from "#host/contributions/when.ts";

const showsLocalRuns = is("dynamiqRuns.showsLocalRuns");
const tracesLocalRuns = is("dynamiqRuns.tracesLocalRuns");
const isEmpty = all(is("dynamiqRuns.viewState", "empty"), not(isFiltered), not(showsSeveral), showsLocalRuns);

export const contributions = contributes({
  commands: {
    traceLocalRuns: {
      title: "Trace Local Runs",
      icon: "radio-tower",
      enablement: isTrusted,
      palette: not(tracesLocalRuns),
      menus: [{ menu: "view/title", group: "1_tracing@1", when: all(inRuns, showsLocalRuns, not(tracesLocalRuns)) }],
    },
    stopTracingLocalRuns: {
      title: "Stop Tracing Local Runs",
      palette: tracesLocalRuns,
      menus: [{ menu: "view/title", group: "1_tracing@1", when: all(inRuns, showsLocalRuns, tracesLocalRuns) }],
    },
    showTracingSetup: {
      title: "Show Tracing Setup",
      menus: [{ menu: "view/title", group: "1_tracing@2", when: all(inRuns, showsLocalRuns) }],
    },
    copyTracingCode: {
      title: "Copy Tracing Code…",
      icon: "copy",
      palette: all(showsLocalRuns, tracesLocalRuns),
      menus: [{ menu: "view/title", group: "navigation@0", when: all(inRuns, showsLocalRuns) }],
    },
    copyTracingVariables: {
      title: "Copy Tracing Variables",
      menus: [{ menu: "view/title", group: "1_tracing@3", when: all(inRuns, showsLocalRuns, tracesLocalRuns) }],
    },
    clearLocalRuns: {
      title: "Clear Local Runs…",
      palette: showsLocalRuns,
      menus: [{ menu: "view/title", group: "1_tracing@4", when: all(inRuns, showsLocalRuns) }],
    },
  },
  welcome: [
    {
      view: "dynamiqRuns.explorer",
      name: "thisMachine",
      order: 2,
      when: hasNoConnection,
      contents: "Or start your program as usual and [trace its runs](command:dynamiqRuns.traceLocalRuns).",
    },
    {
      view: "dynamiqRuns.explorer",
      name: "localRuns",
      order: 4,
      when: all(isEmpty, tracesLocalRuns),
      contents: [
        "Waiting for the first run…",
        "Add the tracing handler to your program, then run the program in an integrated terminal.",
        "[Copy Tracing Code](command:dynamiqRuns.copyTracingCode?%5B%22end%22%5D)",
        "Integrated terminals already have DYNAMIQ_TRACE_BASE_URL and DYNAMIQ_TRACE_ACCESS_KEY.",
        "[Open a terminal](command:workbench.action.terminal.new) or [show the " +
          "setup](command:dynamiqRuns.showTracingSetup).",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "localRunsOff",
      order: 5,
      when: all(isEmpty, not(tracesLocalRuns)),
      contents: ["Tracing of local runs is off.", "[Trace Local Runs](command:dynamiqRuns.traceLocalRuns)"].join("\n"),
    },
  ],
  walkthrough: [
    {
      id: "dynamiqRuns.localRunsStep",
      order: 7,
      title: "See the runs of your own code",
      description: [
        "Writing an agent in Python? The SDK's tracing handler sends the agent's runs to this window, and " +
          "they stay on this machine. Copy the code, and run your program in an integrated terminal.",
        "[Trace Local Runs](command:dynamiqRuns.traceLocalRuns)",
      ].join("\n"),
      picture: {
        svg: "dist/media/walkthrough/local.svg",
        altText: "The Python code that traces runs, and two local runs with their durations, tokens and costs.",
      },
      tickedBy: is("dynamiqRuns.hasTracedRun"),
    },
  ],
  contextKeys: { hasTracedRun: "boolean", showsLocalRuns: "boolean", tracesLocalRuns: "boolean" },
});

import {
  hasConnection,
  inRunPanel,
  inRunLists,
  isTrusted,
  onRunInPage,
  panelHasRun,
  severalSelected,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, is, isIn, isOneOf, isRow, not } from "#host/contributions/when.ts";
import { contributedTool } from "#workbench/tools/contributedTool.ts";
import { goldenTool } from "./core/tools/runGoldenTests.ts";

const ofGoldenTests = is("controllerId", "dynamiqRuns.golden");

export const contributions = contributes({
  commands: {
    keepAsGoldenTest: {
      title: "Keep as Golden Test…",
      icon: "beaker",
      palette: any(
        all(hasConnection, not(panelHasRun)),
        isOneOf("dynamiqRuns.panelRun", "completed", "ended", "local"),
      ),
      menus: [
        {
          menu: "view/item/context",
          group: "4_export@2",
          when: all(inRunLists, isRow("run", ["terminal", "kept"]), not(severalSelected)),
        },
        {
          menu: "editor/title",
          group: "4_export@2",
          when: all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "completed", "ended", "local")),
        },
        { menu: "webview/context", group: "4_export@2", when: all(onRunInPage, isRow("run", ["terminal", "kept"])) },
      ],
    },
    keepAsGoldenConversation: {
      title: "Keep as Golden Conversation…",
      icon: "beaker",
    },
    runGoldenTest: {
      title: "Run Golden Test",
      icon: "play",
      enablement: isTrusted,
    },
    runGoldenTestOnce: {
      title: "Run Golden Test Once",
      icon: "play",
      enablement: isTrusted,
    },
    openGoldenRun: {
      title: "Open the Test's Run",
      icon: "open-preview",
      menus: [
        {
          menu: "testing/item/context",
          group: "3_golden@1",
          when: all(ofGoldenTests, isIn("testId", "dynamiqRuns.ranTests")),
        },
        { menu: "testing/message/context", group: "inline@1", when: ofGoldenTests },
      ],
    },
    compareWithGoldenRun: {
      title: "Compare with Golden Run",
      icon: "compare-changes",
      menus: [
        {
          menu: "testing/item/context",
          group: "3_golden@2",
          when: all(ofGoldenTests, isIn("testId", "dynamiqRuns.ranTests")),
        },
        { menu: "testing/message/context", group: "inline@2", when: ofGoldenTests },
      ],
    },
    acceptAsGolden: {
      title: "Accept as New Golden Run",
      icon: "check",
      menus: [
        {
          menu: "testing/item/context",
          group: "3_golden@3",
          when: all(ofGoldenTests, isIn("testId", "dynamiqRuns.failedTests")),
        },
        { menu: "testing/message/content", when: is("testMessage", "dynamiqRunsFailedCheck") },
      ],
    },
  },
  languages: [
    {
      id: "jsonc",
      filenamePatterns: ["*.golden.json"],
    },
  ],
  jsonValidation: [
    {
      fileMatch: ["*.golden.json"],
      url: "./dist/media/schemas/golden.schema.json",
    },
  ],
  walkthrough: [
    {
      id: "dynamiqRuns.goldenStep",
      order: 6,
      title: "Keep a good run as a test",
      description: [
        "Right-click a completed run and select “Keep as Golden Test…”. The Test Explorer runs the " +
          "app again with the same input, and names the first step that differs.",
        "[Show Runs](command:dynamiqRuns.explorer.focus)",
        "[Show Tests](command:workbench.view.testing.focus)",
      ].join("\n"),
      picture: {
        svg: "dist/media/walkthrough/test.svg",
        altText: "The Test Explorer: one golden test has passed, another names the step and the value that differ.",
      },
      tickedBy: is("dynamiqRuns.hasTestedRun"),
    },
  ],
  languageModelTools: [contributedTool(goldenTool(), "Runs golden tests on an app, after you confirm.")],
  contextKeys: { failedTests: "string[]", hasTestedRun: "boolean", ranTests: "string[]" },
});

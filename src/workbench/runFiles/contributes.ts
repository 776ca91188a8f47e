import {
  canStart,
  canStartFromFiles,
  fileMenu,
  hasConnection,
  hasNoConnection,
  inRunPanel,
  inRuns,
  inRunLists,
  isExportFile,
  isFolder,
  isJsonFile,
  isJsonLanguage,
  isLinesFile,
  isOnDisk,
  isRunFile,
  isTrusted,
  isUntitled,
  onRunInPage,
  panelHasRun,
  severalSelected,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { inSubmenu } from "#host/contributions/runMenus.ts";
import { all, any, is, isOneOf, isRow, matches, not, rowHas } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    runFile: {
      title: "Run with This File",
      icon: "play",
      enablement: isTrusted,
      palette: all(hasConnection, any(all(isJsonFile, not(isExportFile)), all(isUntitled, isJsonLanguage))),
      menus: [
        { menu: "explorer/context", group: "4_dynamiqRuns@1", when: all(isRunFile, not(isFolder)) },
        {
          menu: fileMenu,
          group: "1_run@1",
          when: all(
            not(isRunFile),
            not(isLinesFile),
            not(isExportFile),
            any(isJsonFile, isOnDisk, all(isUntitled, isJsonLanguage)),
          ),
        },
        { menu: "editor/title/run", group: "navigation@1", when: isRunFile },
      ],
    },
    runEditorFile: {
      title: "Run with File in Editor",
      icon: "play",
      enablement: isTrusted,
      keys: [{ key: "shift+alt+e", when: all(is("editorTextFocus"), isRunFile) }],
      menus: [{ menu: "editor/context", group: "4_dynamiqRuns@1", when: isRunFile }],
    },
    runFileInBackground: {
      title: "Run with This File in Background",
      enablement: isTrusted,
      menus: [
        {
          menu: fileMenu,
          group: "1_run@2",
          when: any(all(isJsonFile, not(isExportFile)), all(isUntitled, isJsonLanguage)),
        },
        { menu: "editor/title/run", group: "navigation@2", when: isRunFile },
        { menu: "editor/context", group: "4_dynamiqRuns@2", when: isRunFile },
      ],
    },
    runFileAndWait: {
      title: "Run with This File and Wait",
      enablement: isTrusted,
      menus: [
        {
          menu: fileMenu,
          group: "1_run@3",
          when: any(all(isJsonFile, not(isExportFile)), all(isUntitled, isJsonLanguage)),
        },
        { menu: "editor/title/run", group: "navigation@3", when: isRunFile },
        { menu: "editor/context", group: "4_dynamiqRuns@3", when: isRunFile },
      ],
    },
    newRunFile: {
      title: "New Run File",
      icon: "new-file",
      palette: any(hasNoConnection, canStart),
      menus: [
        { menu: "view/title", group: "navigation@0", when: all(inRuns, canStart) },
        { menu: "file/newFile", group: "file" },
      ],
    },
    runSampleFile: {
      title: "Run a Sample File",
      icon: "play",
      enablement: isTrusted,
    },
    runAgain: {
      title: "Run Again",
      icon: "debug-rerun",
      enablement: isTrusted,
      palette: any(all(canStart, not(panelHasRun)), isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended")),
      menus: [
        {
          menu: "view/item/context",
          group: "inline@1",
          when: all(inRunLists, rowHas("terminal"), not(rowHas("settled"))),
        },
        {
          menu: "view/item/context",
          group: "2_act@2",
          when: all(inRunLists, rowHas("terminal"), severalSelected),
        },
        inSubmenu("again", "row", 1, all(inRunLists, isRow("run"), not(severalSelected), not(rowHas("local")))),
        inSubmenu("again", "tab", 1, all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"))),
        inSubmenu("again", "page", 1, all(onRunInPage, isRow("run"), not(rowHas("exported", "local")))),
      ],
    },
    runAgainInSameSession: {
      title: "Run Again in the Same Session…",
      icon: "history",
      enablement: isTrusted,
      menus: [
        inSubmenu(
          "again",
          "row",
          3,
          all(inRunLists, isRow("run", "session"), not(severalSelected), not(rowHas("local"))),
        ),
        inSubmenu(
          "again",
          "tab",
          3,
          all(
            inRunPanel,
            isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"),
            matches("dynamiqRuns.panelRunParts", /session/),
          ),
        ),
        inSubmenu("again", "page", 3, all(onRunInPage, isRow("run", "session"), not(rowHas("local")))),
      ],
    },
    runAgainWithEdits: {
      title: "Run Again with Edits",
      icon: "edit",
      enablement: isTrusted,
      palette: any(all(canStart, not(panelHasRun)), isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended")),
      menus: [
        inSubmenu("again", "row", 2, all(inRunLists, isRow("run"), not(severalSelected), not(rowHas("local")))),
        inSubmenu("again", "tab", 2, all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"))),
        inSubmenu("again", "page", 2, all(onRunInPage, isRow("run"), not(rowHas("exported", "local")))),
      ],
    },
    copyAsCurl: {
      title: "Copy Run as cURL",
      icon: "terminal",
      menus: [
        inSubmenu("copy", "row", 2, all(inRunLists, isRow("run"), not(severalSelected), not(rowHas("local")))),
        inSubmenu("copy", "tab", 2, all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"))),
        { menu: "editor/context", group: "4_dynamiqRuns@4", when: all(isRunFile, isTrusted) },
        inSubmenu("copy", "page", 2, all(onRunInPage, isRow("run"), not(rowHas("exported", "local")))),
      ],
    },
    chooseAttachment: {
      title: "Choose File…",
    },
  },
  settings: {
    checkConnectedAccounts: {
      order: 2,
      type: "boolean",
      default: true,
      description:
        "Controls whether the extension checks, before a run starts, that the run's user has connected all " +
        "required accounts.",
    },
  },
  submenus: [
    {
      id: fileMenu,
      label: "Dynamiq Runs",
      menus: [
        // Only where one of its commands can do something: any file can be uploaded, an export only shown.
        {
          menu: "explorer/context",
          group: "4_dynamiqRuns@2",
          when: all(not(isFolder), any(isExportFile, all(canStartFromFiles, any(isJsonFile, isLinesFile, isOnDisk)))),
        },
        {
          menu: "editor/title",
          group: "4_dynamiqRuns@1",
          when: any(
            isExportFile,
            all(canStartFromFiles, not(isRunFile), any(isJsonFile, isLinesFile, all(isUntitled, isJsonLanguage))),
          ),
        },
      ],
    },
  ],
  languages: [
    {
      id: "jsonc",
      filenamePatterns: ["*.run.json"],
    },
  ],
  jsonValidation: [
    {
      fileMatch: ["*.run.json", "*.run.jsonc"],
      url: "./media/schemas/runRequest.schema.json",
    },
  ],
  walkthrough: [
    {
      id: "run",
      order: 2,
      title: "Start a run from a file",
      description: [
        "A JSON file contains the input of a run. In the Explorer, right-click a run file (….run.json) and " +
          "select “Run with This File”. For other JSON files, the command is under “Dynamiq Runs”. To attach " +
          "files, select them together with the run file.",
        "[New Run File](command:dynamiqRuns.newRunFile)",
      ].join("\n"),
      picture: {
        svg: "media/walkthrough/run.svg",
        altText: "Two files are selected in the Explorer, and the menu shows Run with This File.",
      },
      tickedBy: is("dynamiqRuns.hasStartedRun"),
    },
  ],
  contextKeys: { hasStartedRun: "boolean" },
});

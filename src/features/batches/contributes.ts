import {
  canStart,
  canStartFromFiles,
  fileMenu,
  inRuns,
  isFolder,
  isJsonFile,
  isLinesFile,
  isOnDisk,
  isTrusted,
  severalSelected,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, any, is, isRow, not, rowHas } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    runBatch: {
      title: "Run as Batch…",
      enablement: isTrusted,
      palette: canStart,
      menus: [
        { menu: "explorer/context", group: "4_dynamiqRuns@3", when: all(isFolder, isOnDisk, canStartFromFiles) },
        {
          menu: fileMenu,
          group: "1_run@4",
          when: all(canStartFromFiles, any(isLinesFile, all(severalSelected, isJsonFile))),
        },
      ],
    },
    discardBatch: {
      title: "Discard Unsent Lines",
      menus: [{ menu: "view/item/context", group: "1_view@3", when: all(inRuns, isRow("batch", "waiting")) }],
    },
    retryBatch: {
      title: "Retry Batch…",
      icon: "refresh",
      enablement: isTrusted,
      menus: [
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, isRow("batch", "waiting")) },
        {
          menu: "view/item/context",
          group: "1_view@2",
          when: all(inRuns, isRow("batch", ["waiting", "missing", "unknown", "failedRuns"])),
        },
      ],
    },
    showBatch: {
      title: "Show Batch Results",
      icon: "list-flat",
      palette: is("dynamiqRuns.hasBatches"),
      menus: [
        { menu: "view/item/context", group: "inline@2", when: all(inRuns, isRow("batch")) },
        { menu: "view/item/context", group: "1_view@1", when: all(inRuns, isRow("batch")) },
      ],
    },
    runCauseAgain: {
      title: "Run All Again as Batch…",
      enablement: isTrusted,
      menus: [{ menu: "view/item/context", group: "3_again@1", when: all(inRuns, isRow("cause")) }],
    },
    cancelBatch: {
      title: "Cancel Batch Runs…",
      icon: "stop-circle",
      menus: [{ menu: "view/item/context", group: "2_runs@1", when: all(inRuns, isRow("batch", "created")) }],
    },
    exportBatch: {
      title: "Export Batch Runs…",
      icon: "export",
      menus: [{ menu: "view/item/context", group: "2_runs@2", when: all(inRuns, isRow("batch", "created")) }],
    },
    renameBatch: {
      title: "Rename Batch…",
      menus: [{ menu: "view/item/context", group: "3_batch@1", when: all(inRuns, isRow("batch")) }],
    },
    deleteBatch: {
      title: "Delete Batch…",
      menus: [
        { menu: "view/item/context", group: "3_batch@2", when: all(inRuns, isRow("batch"), not(rowHas("sending"))) },
      ],
    },
  },
  settings: {
    batchConcurrency: {
      order: 3,
      type: "integer",
      default: 4,
      minimum: 1,
      maximum: 16,
      description: "Controls how many lines of a batch are sent at the same time.",
    },
  },
  panels: ["dynamiqRuns.batch"],
  contextKeys: { hasBatches: "boolean" },
  rows: ["batch"],
});

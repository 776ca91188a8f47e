import {
  fileMenu,
  hasConnection,
  inRunPanel,
  inRuns,
  inRunLists,
  isExportFile,
  onRunInPage,
  panelHasRun,
} from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { inSubmenu } from "#host/contributions/runMenus.ts";
import { all, always, any, isOneOf, isRow, not, rowHas } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    exportRuns: {
      title: "Export Runs…",
      icon: "export",
      palette: any(
        all(hasConnection, not(panelHasRun)),
        isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended", "local", "localActive"),
      ),
      menus: [
        {
          menu: "view/item/context",
          group: "4_export@1",
          when: all(inRunLists, isRow("group", "session")),
        },
        inSubmenu("data", "row", 4, all(inRunLists, isRow("run"))),
        inSubmenu(
          "data",
          "tab",
          4,
          all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended", "local", "localActive")),
        ),
        inSubmenu("data", "page", 4, all(onRunInPage, isRow("run"), not(rowHas("exported")))),
      ],
    },
    openExport: {
      title: "Open Exported Run…",
      palette: always,
      menus: [
        { menu: "view/title", group: "1_runs@3", when: inRuns },
        { menu: fileMenu, group: "1_run@0", when: isExportFile },
      ],
    },
  },
});

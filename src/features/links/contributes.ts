import { can, inRunLists, inRunPage, inRunPanel, onRunInPage, onStep } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { inSubmenu } from "#host/contributions/runMenus.ts";
import { all, any, isOneOf, isRow, not, rowHas, shared } from "#host/contributions/when.ts";

export const contributions = contributes({
  commands: {
    copyLink: {
      title: "Copy Link",
      icon: "link",
      menus: [
        inSubmenu(
          "copy",
          "row",
          1,
          all(inRunLists, any(all(isRow("run"), not(rowHas("local"))), all(isRow("group", "session"), can("link")))),
        ),
        inSubmenu("copy", "tab", 1, all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended"))),
        { menu: "editor/title", group: "3_copy@2", when: shared("inLinkedTab") },
        { menu: "webview/context", group: "1_copy@4", when: all(inRunPage, onStep) },
        inSubmenu("copy", "page", 1, all(onRunInPage, isRow("run"), not(rowHas("exported", "local")))),
      ],
    },
  },
  activationEvents: ["onUri"],
});

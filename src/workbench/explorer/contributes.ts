import {
  canCancel,
  canStart,
  hasConnection,
  hasNoConnection,
  inRunPage,
  inRunPanel,
  inRuns,
  inRunLists,
  isFiltered,
  onRunInPage,
  panelHasRun,
  runsFocused,
  severalSelected,
  showsSeveral,
} from "#host/contributions/conditions.ts";
import { contributes, type MenuEntry } from "#host/contributions/contributes.ts";
import { inSubmenu, runSubmenus } from "#host/contributions/runMenus.ts";
import { all, any, is, isOneOf, isRow, matches, not, rowHas } from "#host/contributions/when.ts";

const isEmpty = all(is("dynamiqRuns.viewState", "empty"), not(isFiltered));
const panelFilters = all(
  inRunPanel,
  isOneOf("dynamiqRuns.panelRun", "active", "completed", "ended", "local", "localActive"),
);

/** The entries of one of the two filters by a run: in a submenu if the run has both parts. */
function filterMenus(part: "user" | "session", other: "user" | "session", order: number): MenuEntry[] {
  const group = "4_filter@1";
  const panelHas = (word: string) => matches("dynamiqRuns.panelRunParts", new RegExp(word));
  const tab = all(panelFilters, panelHas(part));
  const row = all(inRunLists, rowHas(part));
  const page = all(onRunInPage, rowHas(part));
  return [
    { menu: "view/item/context", group, when: all(row, not(rowHas(other))) },
    { menu: "editor/title", group, when: all(tab, not(panelHas(other))) },
    { menu: "webview/context", group, when: all(page, not(rowHas(other))) },
    inSubmenu("filter", "row", order, all(row, rowHas(other))),
    inSubmenu("filter", "tab", order, all(tab, panelHas(other))),
    inSubmenu("filter", "page", order, all(page, rowHas(other))),
  ];
}

export const contributions = contributes({
  commands: {
    refresh: {
      title: "Refresh Runs",
      icon: "refresh",
      palette: hasConnection,
      keys: [{ key: "shift+alt+u", when: runsFocused }],
      menus: [
        { menu: "view/title", group: "navigation@3", when: all(inRuns, hasConnection) },
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, isRow("error")) },
      ],
    },
    openRun: {
      title: "Open Run by ID…",
      icon: "go-to-file",
      palette: hasConnection,
      menus: [{ menu: "view/title", group: "1_runs@2", when: all(inRuns, hasConnection) }],
    },
    openSelectedRun: {
      title: "Open Run",
      icon: "go-to-file",
      menus: [
        { menu: "view/item/context", group: "1_open@1", when: all(inRunLists, isRow(["run", "request"])) },
        { menu: "webview/context", group: "1_open@1", when: all(onRunInPage, isRow("run"), not(inRunPage)) },
      ],
    },
    cancelRun: {
      title: "Cancel Run…",
      icon: "stop-circle",
      palette: any(all(canCancel, not(panelHasRun)), is("dynamiqRuns.panelRun", "active")),
      keys: [{ key: "shift+alt+q", when: runsFocused, focusedRowOf: "dynamiqRuns.explorer" }],
      menus: [
        {
          menu: "view/item/context",
          group: "inline@1",
          when: all(inRuns, rowHas("active"), not(rowHas("approval", "feedback", "settled"))),
        },
        { menu: "view/item/context", group: "2_act@1", when: all(inRunLists, rowHas("active")) },
        {
          menu: "view/item/context",
          group: "2_act@1",
          when: all(inRuns, rowHas("terminal"), severalSelected, is("dynamiqRuns.activeRunSelected")),
        },
        { menu: "editor/title", group: "2_act@1", when: all(inRunPanel, is("dynamiqRuns.panelRun", "active")) },
        { menu: "webview/context", group: "2_act@1", when: all(onRunInPage, rowHas("active")) },
      ],
    },
    copyRunId: {
      title: "Copy Run ID",
      icon: "copy",
      keys: [{ key: "shift+alt+k", when: runsFocused, focusedRowOf: "dynamiqRuns.explorer" }],
      menus: [
        { menu: "view/item/context", group: "3_copy@1", when: all(inRunLists, isRow("run")) },
        { menu: "editor/title", group: "3_copy@1", when: all(inRunPanel, panelHasRun) },
        { menu: "webview/context", group: "3_copy@1", when: all(onRunInPage, isRow("run")) },
      ],
    },
    openAsText: {
      title: "Open Run as JSON",
      icon: "json",
      menus: [
        inSubmenu("data", "row", 1, all(inRunLists, isRow("run"))),
        inSubmenu("data", "tab", 1, all(inRunPanel, panelHasRun, not(is("dynamiqRuns.panelRun", "removed")))),
        inSubmenu("data", "page", 1, all(onRunInPage, isRow("run"))),
      ],
    },
    saveOutput: {
      title: "Save Run Output As…",
      icon: "save-as",
      menus: [
        inSubmenu("data", "row", 3, all(inRunLists, rowHas("completed"), not(severalSelected))),
        inSubmenu("data", "tab", 3, all(inRunPanel, isOneOf("dynamiqRuns.panelRun", "completed", "exported", "local"))),
        inSubmenu("data", "page", 3, all(onRunInPage, rowHas("completed"))),
      ],
    },
    loadMore: {
      title: "Load More",
      keys: [{ key: "shift+alt+n", when: runsFocused, focusedRowOf: "dynamiqRuns.explorer" }],
      menus: [{ menu: "view/item/context", group: "1_load@1", when: all(inRuns, is("viewItem", "more")) }],
    },
    loadAll: {
      title: "Load All",
      icon: "cloud-download",
      menus: [
        { menu: "view/item/context", group: "inline@1", when: all(inRuns, is("viewItem", "more")) },
        { menu: "view/item/context", group: "1_load@2", when: all(inRuns, is("viewItem", "more")) },
      ],
    },
    filter: {
      title: "Filter Runs…",
      icon: "filter",
      palette: hasConnection,
      keys: [{ key: "shift+alt+l", when: runsFocused }],
      menus: [{ menu: "view/title", group: "navigation@1", when: all(inRuns, hasConnection, not(isFiltered)) }],
    },
    editFilter: {
      title: "Edit Filter…",
      icon: "filter-filled",
      menus: [{ menu: "view/title", group: "navigation@1", when: all(inRuns, hasConnection, isFiltered) }],
    },
    clearFilter: {
      title: "Clear Filter",
      icon: "clear-all",
      palette: isFiltered,
      keys: [{ key: "shift+alt+x", when: all(runsFocused, isFiltered) }],
      menus: [{ menu: "view/title", group: "navigation@2", when: all(inRuns, hasConnection, isFiltered) }],
    },
    filterByUser: { title: "Filter by This User", icon: "filter", menus: filterMenus("user", "session", 1) },
    filterBySession: { title: "Filter by This Session", icon: "filter", menus: filterMenus("session", "user", 2) },
    filterByConnection: {
      title: "Filter by This Connection",
      icon: "filter",
      menus: [{ menu: "view/item/context", group: "4_filter@3", when: all(inRuns, isRow("run"), showsSeveral) }],
    },
    // *Switch Connection* leads to it.
    showAllConnections: { title: "Show Runs of All Connections" },
    showOneConnection: {
      title: "Show Runs of the Active Connection Only",
      menus: [{ menu: "view/title", group: "2_connections@2", when: all(inRuns, hasConnection, showsSeveral) }],
    },
    groupBy: {
      title: "Group Runs By…",
      keys: [{ key: "shift+alt+g", when: runsFocused }],
      menus: [{ menu: "view/title", group: "0_look@1", when: all(inRuns, hasConnection) }],
    },
    sortBy: {
      title: "Sort Runs By…",
      keys: [{ key: "shift+alt+s", when: runsFocused }],
      menus: [{ menu: "view/title", group: "0_look@2", when: all(inRuns, hasConnection) }],
    },
    saveView: {
      title: "Save Filter as View…",
      menus: [{ menu: "view/title", group: "0_look@3", when: all(inRuns, hasConnection, isFiltered) }],
    },
    renameView: {
      title: "Rename View…",
      menus: [{ menu: "view/item/context", group: "2_view@1", when: all(inRuns, isRow(["view", "search"])) }],
    },
    deleteView: {
      title: "Delete View…",
      menus: [{ menu: "view/item/context", group: "2_view@2", when: all(inRuns, isRow(["view", "search"])) }],
    },
    applyView: {
      title: "Apply Saved View",
      menus: [{ menu: "view/item/context", group: "1_view@1", when: all(inRuns, is("viewItem", "view")) }],
    },
  },
  views: [{ id: "dynamiqRuns.explorer", name: "Runs", contextualTitle: "Dynamiq", order: 1 }],
  submenus: runSubmenus,
  welcome: [
    {
      view: "dynamiqRuns.explorer",
      name: "noConnection",
      order: 1,
      when: hasNoConnection,
      contents: [
        "See what the runs of your Dynamiq apps did, start new ones from your files, and watch them live.",
        "[Add Connection](command:dynamiqRuns.addConnection)",
        "Dynamiq shows the host on the app's Integration tab, and access keys under Settings, [Access " +
          "Keys](https://docs.getdynamiq.ai/docs/platform/administration/api-keys-and-tokens).",
        "No app yet? The sample app runs on this machine and has about 300 sample runs.",
        "[Start Sample App](command:dynamiqRuns.startSampleApp)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "empty",
      order: 3,
      when: all(isEmpty, not(showsSeveral), canStart),
      contents: [
        "This app has no runs yet.",
        "In the Explorer, right-click a JSON file and select “Dynamiq Runs > Run with This File”.",
        "[Refresh](command:dynamiqRuns.refresh)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "emptyApps",
      order: 3,
      when: all(isEmpty, showsSeveral),
      contents: [
        "These apps have no runs yet.",
        "[Refresh](command:dynamiqRuns.refresh)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "unreachable",
      order: 6,
      when: is("dynamiqRuns.viewState", "unreachable"),
      contents: [
        "The app can't be reached at its saved address.",
        "[Retry](command:dynamiqRuns.refresh)",
        "[Edit Address](command:dynamiqRuns.editAddress)",
        "[Diagnose Connection](command:dynamiqRuns.diagnoseConnection)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
        "Or [show the log](command:dynamiqRuns.showLog).",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "sampleEnded",
      order: 6,
      when: is("dynamiqRuns.viewState", "sampleEnded"),
      contents: [
        "The sample app ended with the window that started it.",
        "[Start Sample App](command:dynamiqRuns.startSampleApp)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "wrongKey",
      order: 7,
      when: is("dynamiqRuns.viewState", "auth"),
      contents: [
        "The access key was rejected. It may be revoked, or belong to another project.",
        "[Replace Access Key](command:dynamiqRuns.replaceKey)",
        "[Retry](command:dynamiqRuns.refresh)",
        "[Diagnose Connection](command:dynamiqRuns.diagnoseConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "noKey",
      order: 8,
      when: is("dynamiqRuns.viewState", "noKey"),
      contents: [
        "This app needs an access key, and the connection has none.",
        "[Enter Access Key](command:dynamiqRuns.replaceKey)",
        "[Retry](command:dynamiqRuns.refresh)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "otherMachine",
      order: 9,
      when: is("dynamiqRuns.viewState", "otherMachine"),
      contents: [
        "The address of this connection is localhost, and its access key was saved on another machine. On " +
          "this machine, localhost is a different server, so the key isn't sent.",
        "[Replace Access Key](command:dynamiqRuns.replaceKey)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "keyNotStored",
      order: 10,
      when: is("dynamiqRuns.viewState", "keyNotStored"),
      contents: [
        "VS Code's secret storage doesn't have the access key of this connection here, so nothing was " +
          "sent. VS Code in a browser keeps keys separately for each window.",
        "[Replace Access Key](command:dynamiqRuns.replaceKey)",
        "[Retry](command:dynamiqRuns.refresh)",
        "[Switch Connection](command:dynamiqRuns.switchConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "keyUnreadable",
      order: 11,
      when: is("dynamiqRuns.viewState", "keyUnreadable"),
      contents: [
        "VS Code can't read the access key of this connection from its secret storage, so nothing was " +
          "sent. Your system's keyring may be locked or missing.",
        "[Retry](command:dynamiqRuns.refresh)",
        "[Replace Access Key](command:dynamiqRuns.replaceKey)",
        "[Diagnose Connection](command:dynamiqRuns.diagnoseConnection)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.explorer",
      name: "failed",
      order: 12,
      when: is("dynamiqRuns.viewState", "failed"),
      contents: [
        "The runs couldn't be loaded.",
        "[Retry](command:dynamiqRuns.refresh)",
        "[Diagnose Connection](command:dynamiqRuns.diagnoseConnection)",
        "[Show Log](command:dynamiqRuns.showLog)",
      ].join("\n"),
    },
  ],
  resourceLabelFormatters: [
    {
      scheme: "dynamiq-run",
      formatting: {
        label: "Dynamiq Runs${path}",
        separator: "/",
      },
    },
  ],
  walkthrough: [
    {
      id: "find",
      order: 5,
      title: "Find the run you want",
      description: [
        "The Runs view groups the runs by status and updates itself. Filter them by status, user or " +
          "session, or type what you're looking for, and save a filter as a view. You can also " +
          "[group](command:dynamiqRuns.groupBy) and [sort](command:dynamiqRuns.sortBy) them.",
        "[Filter Runs…](command:dynamiqRuns.filter)",
      ].join("\n"),
      picture: {
        svg: "media/walkthrough/find.svg",
        altText: "The Runs view, filtered by status: two runs wait for you, and 32 have failed.",
      },
      tickedBy: is("dynamiqRuns.hasFoundRuns"),
    },
  ],
  contextKeys: {
    activeRunSelected: "boolean",
    filtered: "boolean",
    hasFoundRuns: "boolean",
    showsSeveralConnections: "boolean",
    viewState: [
      "noConnection",
      "loading",
      "empty",
      "unreachable",
      "notServed",
      "sampleEnded",
      "auth",
      "noKey",
      "otherMachine",
      "keyNotStored",
      "keyUnreadable",
      "failed",
      "rows",
    ],
  },
  rows: ["run", "request", "group", "cause", "view", "search", "error", "more"],
  shared: { inRunLists: inRuns },
});

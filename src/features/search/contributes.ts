import { hasConnection, inRuns } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, is, isRow } from "#host/contributions/when.ts";
import { contributedTool } from "#workbench/tools/contributedTool.ts";
import { searchTool } from "./core/tools/searchRuns.ts";

const inSearchResults = is("view", "dynamiqRuns.searchResults");
const showsSearch = is("dynamiqRuns.showsSearch");

export const contributions = contributes({
  commands: {
    searchRuns: {
      title: "Search Runs…",
      icon: "search",
      palette: hasConnection,
      menus: [{ menu: "view/title", group: "navigation@2", when: all(inRuns, hasConnection) }],
    },
    editSearch: {
      title: "Edit Search…",
      icon: "search",
      menus: [{ menu: "view/title", group: "navigation@1", when: inSearchResults }],
    },
    searchAgain: {
      title: "Search Again",
      icon: "refresh",
      menus: [
        { menu: "view/title", group: "navigation@2", when: all(inSearchResults, showsSearch) },
        { menu: "view/item/context", group: "inline@1", when: all(inSearchResults, isRow("failed")) },
      ],
    },
    saveSearch: {
      title: "Save Search as View…",
      icon: "save",
      menus: [{ menu: "view/title", group: "navigation@3", when: all(inSearchResults, showsSearch) }],
    },
    clearResults: {
      title: "Clear Search Results",
      icon: "clear-all",
      menus: [{ menu: "view/title", group: "navigation@4", when: inSearchResults }],
    },
    showMoreMatches: {
      title: "Show More Matches",
    },
    readMoreRuns: {
      title: "Load Runs",
      icon: "cloud-download",
    },
    stopReading: {
      title: "Stop Loading Runs",
      icon: "debug-stop",
      menus: [{ menu: "view/item/context", group: "inline@1", when: all(inSearchResults, is("viewItem", "reading")) }],
    },
    clearLocalIndex: {
      title: "Clear Local Index",
      menus: [{ menu: "view/title", group: "1_index@1", when: inSearchResults }],
    },
    showSearchKeys: {
      title: "Show Search Keys",
      keys: [{ key: "ctrl+space", when: all(is("inQuickInput"), is("dynamiqRuns.searchInput")) }],
    },
    closeSearchCompletions: {
      title: "Close Search Suggestions",
      keys: [
        {
          key: "escape",
          when: all(is("inQuickInput"), is("dynamiqRuns.searchInput"), is("dynamiqRuns.searchCompletions")),
        },
      ],
    },
  },
  views: [
    {
      id: "dynamiqRuns.searchResults",
      name: "Search Results",
      contextualTitle: "Dynamiq: Search",
      order: 2,
      when: is("dynamiqRuns.hasSearched"),
    },
  ],
  welcome: [
    {
      view: "dynamiqRuns.searchResults",
      name: "noSearch",
      order: 15,
      contents: [
        "Search the text, tools, inputs and outputs of indexed runs.",
        "[Search Runs…](command:dynamiqRuns.searchRuns)",
        "For example [tool:issue_refund](command:dynamiqRuns.searchRuns?%5B%22tool%3Aissue_refund%22%5D), " +
          '["charged twice"](command:dynamiqRuns.searchRuns?%5B%22%5C%22charged%20twice%5C%22%22%5D) or ' +
          "[input.amount:>1000](command:dynamiqRuns.searchRuns?%5B%22input.amount%3A%3E1000%22%5D).",
      ].join("\n"),
    },
  ],
  settingGroup: { title: "Search", order: 3 },
  settings: {
    "index.enabled": {
      order: 1,
      type: "boolean",
      default: true,
      description:
        "Controls whether runs are indexed on this machine, so that you can search and count them. [Clear Local " +
        "Index](command:dynamiqRuns.clearLocalIndex) deletes the index.",
    },
    "index.maxSize": {
      order: 2,
      type: "integer",
      default: 500,
      minimum: 10,
      maximum: 100000,
      description:
        "Controls the maximum size of each connection's local index, in MiB. When it is full, the oldest runs are removed.",
    },
  },
  languageModelTools: [
    contributedTool(
      searchTool(async () => undefined),
      "Finds indexed runs by words, tools, errors and values.",
    ),
  ],
  contextKeys: {
    hasSearched: "boolean",
    searchCompletions: "boolean",
    searchInput: "boolean",
    showsSearch: "boolean",
  },
  rows: ["failed", "reading"],
  shared: { inFoundRuns: all(inSearchResults, showsSearch), inRunLists: inSearchResults },
});

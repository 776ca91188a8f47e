import { runPanelType } from "#host/ids.ts";
import { definePage } from "#host/pages/definePage.ts";
import { panelMemorySchema, panelMessage } from "#workbench/panel/page/messages.ts";

export const runPage = definePage({
  id: runPanelType,
  title: "Run",
  icon: ({ file }) => (file === undefined ? "play-circle" : "archive"),
  feature: "panel",
  memory: panelMemorySchema,
  messages: panelMessage,
  failure: "The run can't be shown",
});

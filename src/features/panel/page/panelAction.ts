import * as z from "zod";

/** What a button of the panel can request: a command, or a small action of the extension. */
export const actionSchema = z.enum([
  "acceptAsGolden",
  "askChat",
  "cancel",
  "compareWithGoldenRun",
  "compareWithSelected",
  "copyAsCurl",
  "copyAsMarkdown",
  "copyForAi",
  "copyLink",
  "export",
  "keepAsGoldenTest",
  "filterBySession",
  "filterByUser",
  "openText",
  "openRun",
  "openConversation",
  "openExport",
  "openInput",
  "openOutput",
  "saveOutput",
  "replaceKey",
  "retry",
  "runAgain",
  "runAgainInSameSession",
  "runAgainWithEdits",
  "selectForCompare",
  "showLog",
  "switchConnection",
]);
export type PanelAction = z.infer<typeof actionSchema>;

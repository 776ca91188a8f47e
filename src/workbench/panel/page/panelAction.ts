import * as z from "zod";

/** What a button of the panel can request: a command, or a small action of the extension. */
export const actionSchema = z.enum([
  "cancel",
  "filterBySession",
  "filterByUser",
  "openText",
  "openRun",
  "openExport",
  "openInput",
  "openOutput",
  "replaceKey",
  "retry",
  "runAgain",
  "runAgainInSameSession",
  "runAgainWithEdits",
  "showLog",
  "switchConnection",
]);
export type PanelAction = z.infer<typeof actionSchema>;

import * as vscode from "vscode";

/**
 * How files get to an app: beside the request, uploaded before it, or whichever is better. The person's own value
 * alone: a workspace does not decide what becomes of their files.
 */
export function readAttachmentMode(): "auto" | "multipart" | "upload" {
  const wanted: unknown = vscode.workspace.getConfiguration("dynamiqRuns").inspect("attachments")?.globalValue;
  return wanted === "multipart" || wanted === "upload" ? wanted : "auto";
}

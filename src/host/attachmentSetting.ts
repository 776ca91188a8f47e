import * as vscode from "vscode";

/**
 * How files are sent: with the request, uploaded first, or whichever is better. Only the user's own value counts: a
 * workspace must not decide what happens to their files.
 */
export function readAttachmentMode(): "auto" | "multipart" | "upload" {
  const wanted: unknown = vscode.workspace.getConfiguration("dynamiqRuns").inspect("attachments")?.globalValue;
  return wanted === "multipart" || wanted === "upload" ? wanted : "auto";
}

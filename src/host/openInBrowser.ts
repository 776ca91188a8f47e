import * as vscode from "vscode";

/**
 * Opens an address outside VS Code. It is never logged or shown, because it may hold a token.
 *
 * @returns whether it was opened: VS Code may ask the person first
 */
export function openInBrowser(url: string): Thenable<boolean> {
  const uri = vscode.Uri.parse(url, true);
  // VS Code decodes a Uri before it opens it, which changes a query with encoded characters. A string stays unchanged,
  // although VS Code's types don't mention it.
  const isSame = encodeURI(uri.toString(true)) === url;
  return vscode.env.openExternal(isSame ? uri : (url as unknown as vscode.Uri));
}

import * as vscode from "vscode";

/** Opens an address that may hold a token, so it isn't logged or shown. @returns whether it was opened */
export function openInBrowser(url: string): Thenable<boolean> {
  const uri = vscode.Uri.parse(url, true);
  // VS Code decodes a Uri before it opens it, which changes a query with encoded characters. A string stays unchanged,
  // although VS Code's types don't mention it.
  const isSame = encodeURI(uri.toString(true)) === url;
  return vscode.env.openExternal(isSame ? uri : (url as unknown as vscode.Uri));
}

import * as vscode from "vscode";

/**
 * Opens an address outside VS Code. It isn't logged or shown: it may hold a token.
 *
 * @returns whether it was opened: VS Code may ask the person first
 */
export function openInBrowser(url: string): Thenable<boolean> {
  const uri = vscode.Uri.parse(url, true);
  // VS Code decodes a Uri before it opens it, which changes a query with encoded signs. A text, which its types
  // don't name, stays as it is.
  const isSame = encodeURI(uri.toString(true)) === url;
  return vscode.env.openExternal(isSame ? uri : (url as unknown as vscode.Uri));
}

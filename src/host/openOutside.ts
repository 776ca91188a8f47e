import * as vscode from "vscode";

/**
 * Opens an address in the browser exactly as it is. The editor takes a text as well as a `Uri`, and only a text arrives unchanged: of a
 * `Uri` it decodes the query, and an address whose token has escapes would lead nowhere. The editor shows it and asks, unless the
 * person trusts its domain.
 *
 * @returns whether it was opened. @throws Error without the address, which may be a secret
 */
export async function openOutside(address: string): Promise<boolean> {
  try {
    return await vscode.env.openExternal(address as unknown as vscode.Uri);
  } catch {
    throw new Error("The address couldn't be opened in the browser.");
  }
}

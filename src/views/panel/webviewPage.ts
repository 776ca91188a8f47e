import * as vscode from "vscode";
import { panelHtml, type PanelPage } from "./panelHtml.ts";

/** What a webview of ours may do: run our scripts, and read our files. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  const roots = ["dist", "media"].map((folder) => vscode.Uri.joinPath(extensionUri, folder));
  return { enableScripts: true, enableCommandUris: false, localResourceRoots: roots };
}

/** The page of a panel, with the addresses that VS Code gives to our files. */
export function pageFor(webview: vscode.Webview, extensionUri: vscode.Uri, page: PanelPage): string {
  const { cspSource } = webview;
  const uri = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  return panelHtml({ cspSource, uri }, page);
}

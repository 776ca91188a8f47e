import * as vscode from "vscode";
import { curlCommand } from "../../runFiles/curl/curl.ts";
import { requestOfRun } from "../../runFiles/runFileOfRun.ts";
import type { App } from "../app.ts";
import { findLiveRun } from "../runs/liveRun.ts";
import { curlOfFile } from "./curlOfFile.ts";
import type { CurlRequest } from "./curlOfFile.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "consent" | "creator" | "panels" | "prompts" | "sessions">;

/**
 * Copies the request that creates a run, as a shell command: for an existing run, or for a run file. It names the
 * variable with the key, and doesn't contain the key.
 *
 * @param argument a run, as in other commands, or a run file's URI; without it, the file or panel in view
 * @returns the copied text
 */
export async function copyAsCurl(context: Needs, argument: unknown): Promise<string | undefined> {
  const file = runFileOf(context, argument);
  const found = file ? await curlOfFile(context, file) : await curlOfRun(context, argument);
  if (!found) return undefined;
  const { connection, ...request } = found;
  const withKey = await context.connections.needsKey(connection);
  const text = curlCommand({ ...request, baseUrl: connection.baseUrl, withKey });
  await vscode.env.clipboard.writeText(text);
  const hint = withKey ? " It reads the access key from DYNAMIQ_ACCESS_KEY." : "";
  vscode.window.setStatusBarMessage(`$(copy) Copied as cURL.${hint}`, 5000);
  return text;
}

async function curlOfRun(context: Needs, argument: unknown): Promise<CurlRequest | undefined> {
  const found = await findLiveRun(context, argument);
  if (!found) return undefined;
  const { connection, run, sent } = found;
  return { connection, request: requestOfRun(run, sent?.fileIds), files: sent?.files ?? [] };
}

function runFileOf({ panels }: Needs, argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (argument !== undefined || panels.active) return undefined;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && /\.run\.jsonc?$/i.test(uri.path) ? uri : undefined;
}

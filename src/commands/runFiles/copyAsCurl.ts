import * as vscode from "vscode";
import { curlCommand } from "../../runFiles/curl/curl.ts";
import { requestOfRun } from "../../runFiles/runFileOfRun.ts";
import { findLiveRun } from "../runs/liveRun.ts";
import { curlOfFile } from "./curlOfFile.ts";
import type { CurlRequest } from "./curlOfFile.ts";
import type { CurlCommands } from "./runFileCommands.ts";

/**
 * Copies the request that creates a run, for a shell: one like a given run, or what a run file says. It names where the
 * key is and does not hold it.
 *
 * @param argument a run, as other commands take it, or a run file's URI; without any, the file or panel in view
 * @returns what was copied
 */
export async function copyAsCurl(context: CurlCommands, argument: unknown): Promise<string | undefined> {
  const file = runFileOf(context, argument);
  const found = file ? await curlOfFile(context, file) : await curlOfRun(context, argument);
  if (!found) return undefined;
  const { connection, ...request } = found;
  const withKey = (await context.connections.readKey(connection)) !== undefined;
  const text = curlCommand({ ...request, baseUrl: connection.baseUrl, withKey });
  await vscode.env.clipboard.writeText(text);
  const hint = withKey ? " It reads the access key from DYNAMIQ_ACCESS_KEY." : "";
  vscode.window.setStatusBarMessage(`$(copy) Copied as cURL.${hint}`, 5000);
  return text;
}

async function curlOfRun(context: CurlCommands, argument: unknown): Promise<CurlRequest | undefined> {
  const found = await findLiveRun(context, argument);
  if (!found) return undefined;
  const { connection, run, sent } = found;
  return { connection, request: requestOfRun(run, sent?.fileIds), files: sent?.files ?? [] };
}

function runFileOf({ panels }: CurlCommands, argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (argument !== undefined || panels.active) return undefined;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && /\.run\.jsonc?$/i.test(uri.path) ? uri : undefined;
}

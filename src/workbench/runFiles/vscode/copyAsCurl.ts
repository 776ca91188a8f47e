import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { UserError } from "#host/errors/userError.ts";
import { readFileText } from "#host/readFileText.ts";
import { getsNewSession } from "#model/conversationIds.ts";
import { attachmentPaths } from "#runFiles/attachments/attachments.ts";
import { curlCommand, type CurlOptions } from "#runFiles/curl/curl.ts";
import { EnvironmentMarks } from "#runFiles/curl/environmentMarks.ts";
import { isRunFileName } from "#runFiles/fileNames.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { requestOfRun } from "#runFiles/runFileOfRun.ts";
import type { App } from "#workbench/app.ts";
import { requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { findLiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { mayKeepSession } from "./keptSession.ts";
import { fillRunFile } from "./prepareRunFile.ts";

/**
 * Copies the request that creates a run, as a shell command: for an existing run, or for a run file. It names the
 * variable with the key, and doesn't contain the key.
 *
 * @param argument a run, as in other commands, or a run file's URI; without it, the file or panel in view
 * @returns the copied text
 */
export async function copyAsCurl(context: App, argument: unknown): Promise<string | undefined> {
  const file = runFileOf(context, argument);
  const found = file ? await curlOfFile(context, file) : await curlOfRun(context, argument);
  if (!found) return undefined;
  const { connection, inNewSession = false, ...request } = found;
  const withKey = await context.connections.needsKey(connection);
  const text = curlCommand({ ...request, baseUrl: connection.baseUrl, withKey });
  await vscode.env.clipboard.writeText(text);
  const hint = withKey ? " The command reads the access key from DYNAMIQ_ACCESS_KEY." : "";
  const session = inNewSession ? " The run gets a new session." : "";
  vscode.window.setStatusBarMessage(`$(copy) Copied as cURL.${session}${hint}`, 5000);
  return text;
}

async function curlOfRun(context: App, argument: unknown): Promise<CurlRequest | undefined> {
  const found = await findLiveRun(context, argument, { command: commandIds.copyAsCurl });
  if (!found) return undefined;
  const { connection, run, sent } = found;
  if (!(await mayKeepSession(context, [run], connection, "Copy"))) return undefined;
  const request = requestOfRun(run, sent?.fileIds);
  const inNewSession = getsNewSession(run);
  return { connection, request, files: sent?.files ?? [], inNewSession };
}

function runFileOf({ panels }: App, argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (argument !== undefined || panels.active) return undefined;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && isRunFileName(uri.path) ? uri : undefined;
}

/** A request as a shell sends it, and its app. */
type CurlRequest = Omit<CurlOptions, "baseUrl" | "withKey"> & { connection: Connection; inNewSession?: boolean };

/** A run file's request as a shell sends it. Values from the environment stay out of it. */
async function curlOfFile(context: App, uri: vscode.Uri): Promise<CurlRequest | undefined> {
  requireTrust("its files can't be copied as cURL");
  requireSession(context.activeRuns);
  const text = await readFileText(uri);
  const filled = await fillRunFile(context, { runFile: uri, text }, { button: "Copy" });
  if (!filled) return undefined;
  const { parsed, path, variables, valueOf, connection } = filled;
  const unsafe = variables.find(({ name, argument }) => name === "env" && !/^[A-Za-z_]\w*$/.test(argument));
  if (unsafe) {
    const why = `\${env:${unsafe.argument}} can't be copied as cURL: ${unsafe.argument} isn't a valid variable name in a shell.`;
    throw new UserError(`${why} Use only letters, digits and _ in its name, and no digit first.`);
  }

  const marks = variables.some(({ name }) => name === "env") ? new EnvironmentMarks() : undefined;
  const { input, user_id } = marks
    ? readRunFile(text, parsed.file, marks.valuesFor(valueOf)).parsed.request
    : parsed.request;
  return {
    connection,
    request: { ...parsed.request, input, user_id },
    mode: parsed.mode ?? "wait",
    files: attachmentPaths(parsed, path, []).map((file) => file.path),
    marks,
  };
}

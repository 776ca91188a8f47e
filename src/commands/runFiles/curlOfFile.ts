import type * as vscode from "vscode";
import type { Connection } from "../../connections/connection.ts";
import { UserError } from "../../host/errors/userError.ts";
import { attachmentPaths } from "../../runFiles/attachments/attachments.ts";
import type { CurlOptions } from "../../runFiles/curl/curl.ts";
import { EnvironmentMarks } from "../../runFiles/curl/environmentMarks.ts";
import { readRunFile } from "../../runFiles/runFile.ts";
import type { App } from "../app.ts";
import { requireSession, requireTrust } from "../guards.ts";
import { fillRunFile } from "./prepareRunFile.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "consent" | "prompts">;

/** A request as a shell sends it, and its app. */
export type CurlRequest = Omit<CurlOptions, "baseUrl" | "withKey"> & { connection: Connection };

/** A run file's request as a shell sends it. Values from the environment stay out of it. */
export async function curlOfFile(context: Needs, uri: vscode.Uri): Promise<CurlRequest | undefined> {
  requireTrust("its files can't be copied as cURL");
  const session = requireSession(context.activeRuns);
  const filled = await fillRunFile(context, uri, { button: "Copy" });
  if (!filled) return undefined;
  const { parsed, text, path, variables, valueOf } = filled;
  const connection = filled.connection ?? context.connections.get(session.connectionId);
  if (!connection) throw new UserError("This connection no longer exists.");
  const odd = variables.find(({ name, argument }) => name === "env" && !/^[A-Za-z_]\w*$/.test(argument));
  if (odd)
    throw new UserError(
      `\${env:${odd.argument}} can't be copied as cURL: ${odd.argument} isn't a valid variable name in a shell.`,
    );

  const marks = variables.some(({ name }) => name === "env") ? new EnvironmentMarks() : undefined;
  const { input, user_id } = marks
    ? readRunFile(text, parsed.file, marks.valuesFor(valueOf)).parsed.request
    : parsed.request;
  return {
    connection,
    request: { ...parsed.request, input, user_id },
    mode: parsed.mode ?? "wait",
    files: attachmentPaths(parsed, path, []).map((file) => file.path),
    ...(marks ? { marks } : {}),
  };
}

import { basename } from "node:path";
import * as vscode from "vscode";
import { isApiError } from "#api/errors.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { notSaved } from "#host/saveFile.ts";
import { withSteps } from "#host/withSteps.ts";
import { countOf } from "#model/counts.ts";
import type { ExportHead } from "#runs/exports/exportFile.ts";
import { type ExportResult, writeExport } from "#runs/exports/exportWriter.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection } from "#workbench/connections/vscode/guards.ts";
import type { RunRef } from "./runPoints.ts";

type Context = Pick<App, "connections" | "sessions">;

/**
 * Writes runs with all their events to a file, and tells nobody.
 *
 * @returns whether it was written; the person may have canceled
 * @throws UserError, ApiError
 */
export async function writeRuns(context: Context, targets: readonly RunRef[], path: string): Promise<boolean> {
  const result = await writeExportFile(context, targets, exportHead(context, targets), path);
  for (const { error } of result?.failed ?? []) throw error;
  return result !== undefined;
}

/** What an export says of its app and of its time. @throws NothingToDo when the runs can't be in one */
export function exportHead({ connections }: Pick<Context, "connections">, targets: readonly RunRef[]): ExportHead {
  const [first] = targets;
  if (targets.some(({ file }) => file !== undefined)) throw new NothingToDo("This run already comes from an export.");
  if (targets.some(({ connectionId }) => connectionId !== first?.connectionId)) {
    throw new NothingToDo("These runs belong to different apps. Export the runs of one app at a time.");
  }
  const connection = first && connections.get(first.connectionId);
  if (!connection) throw removedConnection();
  const app = { name: connection.name, host: new URL(connection.baseUrl).host };
  return { app, exportedAt: new Date().toISOString() };
}

/** @returns which runs were written, and which couldn't be read; `undefined` when the person canceled */
export async function writeExportFile(
  context: Context,
  targets: readonly RunRef[],
  head: ExportHead,
  path: string,
): Promise<ExportResult | undefined> {
  const runs = targets.map(({ runId }) => runId);
  const title = runs.length === 1 ? "Exporting a run" : `Exporting ${runs.length} runs`;
  const connectionId = targets[0]?.connectionId ?? "";
  const api = await context.sessions.get(connectionId).api();
  // A trace holds headers and code of tools, which no app would send.
  const { local = false } = context.connections.get(connectionId) ?? {};
  const cover = await context.connections.withKeys((keys) => (local ? new Cover(keys) : new Cover(keys).knownAlone));
  try {
    return await withSteps(title, runs.length, ({ signal, onStep }) => {
      let done = 0;
      const onProgress = (ended: number, events: number): void => {
        const prefix = runs.length === 1 ? "" : `run ${ended + 1} of ${runs.length}, `;
        onStep(`${prefix}${countOf(events, "event")}`, ended - done);
        done = ended;
      };
      return writeExport({ path, head, runs, api, cover, signal, onProgress });
    });
  } catch (error) {
    if (!isApiError(error)) throw notSaved(basename(path), error);
    if (error.kind !== "aborted") throw error;
    vscode.window.setStatusBarMessage("Export canceled. No file was written.", 5000);
    return undefined;
  }
}

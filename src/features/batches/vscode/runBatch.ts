import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { batchQuestion, problemsReport } from "#features/batches/core/batchTexts.ts";
import type { BatchHead, BatchLine } from "#features/batches/core/batchTypes.ts";
import { LineFiles } from "#features/batches/core/lineFiles.ts";
import { readBaseline } from "#features/batches/core/lookUp.ts";
import { choose } from "#host/confirm.ts";
import { showOpenDialog } from "#host/dialogs.ts";
import { UserError } from "#host/errors/userError.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { selectedUris } from "#host/selection.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { workspaceId } from "#host/workspaceId.ts";
import { type BatchFile, BatchReadError, readBatch } from "#runFiles/batches/batchFile.ts";
import { untilAllowed } from "#runFiles/consent/readWithConsent.ts";
import { isJsonLinesName } from "#runFiles/fileNames.ts";
import { requireAbility, requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { batchFiles, selectBatch } from "./batchFiles.ts";
import { batchTarget } from "./batchTarget.ts";
import { chooseLinesByUser, sentLines } from "./linesToSend.ts";
import type { BatchApp } from "./services.ts";
import { type BatchResult, workOnBatch } from "./workOnBatch.ts";

/**
 * Creates many runs from a list of requests, several run files or a folder of them, after a preview.
 *
 * @param selected the selection; from a script `{ "preview": false }` asks only if the app is production
 * @returns the result at its end
 */
export async function runBatch(
  context: BatchApp,
  clicked: unknown,
  selected: unknown,
): Promise<BatchResult | undefined> {
  requireTrust("no run is started from its files");
  requireSession(context.activeRuns);
  const uris = await chosenUris(clicked, selected);
  if (!uris) return undefined;
  const { name, files } = await selectBatch(uris);
  const plan = await planBatch(context, name, files);
  if (!plan || !(await agrees(context, plan, asksFirst(selected)))) return undefined;
  const numbers = plan.lines.flatMap(({ problem }, n) => (problem === undefined ? [n] : []));
  const lines = await chooseLinesByUser(context, context.sessions.get(plan.connection.id), {
    ...plan,
    numbers,
  });
  if (!lines) return undefined;
  const open = await context.batches.create(await headOf(context, plan), plan.lines);
  if (asksFirst(selected)) showRow(context, open.batch.head);
  return workOnBatch(context, open, lines, plan.files);
}

/** A script must not change the screen. A person who started the batch sees its row. */
function showRow(context: BatchApp, { id, connectionId }: BatchHead): void {
  if (context.activeRuns.connection?.id !== connectionId) return;
  context.revealView(id).catch((error: unknown) => context.log.error(error, "Couldn't show the row of a new batch"));
}

async function chosenUris(clicked: unknown, selected: unknown): Promise<readonly vscode.Uri[] | undefined> {
  const uris = selectedUris(clicked, selected);
  // From the palette, the file in the editor counts only if it is a list.
  const isMeant =
    clicked instanceof vscode.Uri || Array.isArray(selected) || uris.some(({ path }) => isJsonLinesName(path));
  if (isMeant) return uris;
  const filters = { "JSON Lines": ["jsonl", "ndjson"], JSON: ["json", "jsonc"] };
  return showOpenDialog({ canSelectMany: true, openLabel: "Run as Batch", filters });
}

/**
 * Reads the lines, and again after texts outside the workspace folder were allowed. @returns `undefined` without the
 * person's consent
 */
async function planBatch(context: BatchApp, name: string, uris: readonly vscode.Uri[]): Promise<BatchPlan | undefined> {
  const files = batchFiles(context, uris);
  const gates = files.map(({ sources }) => sources.gate);
  return untilAllowed(
    gates,
    () => readPlan(context, name, files),
    ({ connection }) => context.consent.ask({ name, button: "Run", connection, gates }),
  );
}

async function readPlan(context: BatchApp, name: string, files: readonly BatchFile[]): Promise<BatchPlan | undefined> {
  const location = vscode.ProgressLocation.Window;
  const read = await vscode.window
    .withProgress({ location, title: `Reading ${name}` }, () => readBatch(files))
    .then(undefined, (error: unknown) => {
      throw error instanceof BatchReadError ? new UserError(error.message, [], { cause: error }) : error;
    });
  const active = context.connections.active;
  if (!read || !active) return undefined;
  const { connection, lines } = batchTarget(read, context.connections.list, active);
  requireAbility(connection, "start");
  const outputs = read.filter(({ savesOutput }) => savesOutput).length;
  const [first] = files;
  if (connection.id !== active.id) first?.sources.gate.lookAtConnection(connection.name);
  const attached = await LineFiles.look(name, lines, openFolders());
  const asked = files.flatMap(({ sources }) => sources.gate.found);
  if (!attached.areAmong(asked, lines))
    throw new UserError(`An attachment changed while ${name} was being read. Run the batch again.`);
  return { name, connection, lines, files: attached, outputs, concurrency: readSetting(settingIds.batchConcurrency) };
}

async function agrees(context: BatchApp, plan: BatchPlan, asks: boolean): Promise<boolean> {
  if (asks || plan.connection.production === "ask") return previewBatch(context, plan);
  if (plan.lines.some(({ problem }) => problem === undefined)) return true;
  throw new UserError(`No run can be created from ${plan.name}. Correct its lines, and run it again.`);
}

function asksFirst(selected: unknown): boolean {
  return (selected as { preview?: unknown } | undefined)?.preview !== false;
}

async function headOf(context: BatchApp, { name, connection }: BatchPlan): Promise<BatchHead> {
  const { id: connectionId, baseUrl: origin } = connection;
  // Shows before anything is sent whether the app can be reached and accepts the key.
  const baseline = await readBaseline(await context.sessions.get(connectionId).api());
  return { id: randomUUID(), name, connectionId, origin, createdAt: Date.now(), workspace: workspaceId(), baseline };
}

interface BatchPlan {
  name: string;
  connection: Connection;
  lines: readonly BatchLine[];
  /** The lines' attachments, before the person was asked. */
  files: LineFiles;
  concurrency: number;
  /** How many lines name a file for their output. */
  outputs: number;
}

/**
 * Shows what is about to be sent, and asks. It is the only question, also for a production app. @returns whether to
 * send it
 */
async function previewBatch(context: BatchApp, plan: BatchPlan): Promise<boolean> {
  const { name, connection, lines } = plan;
  const invalid = lines.filter(({ problem }) => problem !== undefined);
  const showProblems = (): Promise<void> => context.reports.show(`${name} problems.md`, problemsReport(name, lines));
  if (invalid.length === lines.length) {
    const all =
      lines.length === 0 ? `${name} has no lines to run.` : `No line of ${name} can be sent: ${invalid[0]?.problem}`;
    throw new UserError(all, invalid.length > 1 ? [{ title: "Show Problems", run: showProblems }] : []);
  }
  const isUnderWay = context.batches.list.some(({ head, isOpen }) => isOpen && head.name === name);
  const { message: question, detail: preview, button } = batchQuestion({ ...plan, isUnderWay });
  const detail = [preview, ...(await sentLines(context, connection, lines, plan.files))].join("\n\n");
  const buttons = invalid.length > 0 ? [button, "Show Problems"] : [button];
  const isInformation = connection.production === undefined;
  const chosen = await choose({ question, detail, buttons, isInformation }, context.reports);
  if (chosen === "Show Problems") await showProblems();
  return chosen === button;
}

import { basename } from "node:path";
import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { commandIds } from "#host/commandIds.ts";
import { showOpenDialog, showPick } from "#host/dialogs.ts";
import { UserError, type NextStep } from "#host/errors/userError.ts";
import { callStates } from "#model/callStates.ts";
import { countOf } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { shortId } from "#model/shortId.ts";
import { statusFacts, statusWord } from "#model/status.ts";
import { formatWhen } from "#model/times.ts";
import { sessionOfExport } from "#runs/exports/exportFile.ts";
import type { FoundRun } from "#runs/exports/exportStream.ts";
import { blockedText, runBlock } from "#runs/labels/blockedRun.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { App } from "#workbench/app.ts";
import { conversationViews, type NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";

type Context = Pick<App, "exportFiles" | "panels" | "points">;

/**
 * Shows a run from an exported file, or the conversation that all its runs belong to, without the app.
 *
 * @param runId which one, from a script
 * @returns the id of the run that is shown, or the conversation
 */
export async function openExport(
  context: Context,
  argument: unknown,
  runId: unknown,
): Promise<string | NamedSession | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : await askForFile();
  if (!uri) return undefined;
  const runs = await listRuns(context, uri).then(undefined, (error: unknown) => {
    throw withLink(error, uri);
  });
  const session = typeof runId === "string" ? undefined : sessionOfExport(runs);
  const [conversations] = context.points.of(conversationViews);
  if (session && conversations) {
    const ref = { connectionId: "", ...session, file: uri.toString() };
    conversations.show(ref);
    return ref;
  }
  const chosen = typeof runId === "string" ? runId : await chooseRun(runs);
  if (chosen === undefined) return undefined;
  context.panels.open({ connectionId: "", runId: chosen, file: uri.toString() });
  return chosen;
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const options = { title: "Open Exported Run", openLabel: "Open", filters: { JSON: ["json"] } };
  const chosen = await showOpenDialog({ ...options, canSelectMany: false });
  return chosen?.[0];
}

/** Whether a hook blocked a run is among so many of its last events. */
const maxSearchedEvents = 100;

/** A run of an export, as much as a row needs: a long export has more than memory holds. */
interface ExportedRow extends Pick<Run, "session_id" | "user_id"> {
  app: string;
  item: vscode.QuickPickItem & { runId: string };
}

/** The rows of an export, in the order of the file. */
async function listRuns({ exportFiles }: Context, uri: vscode.Uri): Promise<ExportedRow[]> {
  const title = `Reading ${basename(uri.path)}`;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    const rows: ExportedRow[] = [];
    for await (const found of exportFiles.runs(uri, () => maxSearchedEvents)) rows.push(rowOf(found));
    return rows;
  });
}

function rowOf({ run, events, eventCount, head }: FoundRun): ExportedRow {
  const end = new RunStory();
  end.apply(events.slice(-maxSearchedEvents));
  const block = runBlock(run, end.steps);
  const started = parseTime(run.started_at);
  const when = started === undefined ? "" : `, ${formatWhen(started, Date.now())}`;
  const { session_id, user_id } = run;
  const item = {
    label: runTitle(run),
    description: `${block ? blockedText(block.by) : statusWord(run.status)}${when}, ${countOf(eventCount, "event")}`,
    detail: shortId(run.id),
    iconPath: new vscode.ThemeIcon(block ? callStates.blocked.icon : statusFacts(run.status).icon),
    runId: run.id,
  };
  return { app: head.app.name, session_id, user_id, item };
}

async function chooseRun(rows: readonly ExportedRow[]): Promise<string | undefined> {
  const [first] = rows;
  if (!first) throw new UserError("This file contains no runs. Select another export.");
  if (rows.length === 1) return first.item.runId;
  const title = `Open Exported Run: ${rows.length} runs of ${first.app}`;
  const options = { title, placeHolder: "Which run?", matchOnDescription: true, matchOnDetail: true };
  const items = rows.map(({ item }) => item);
  return (await showPick(items, options))?.runId;
}

/** Adds buttons to an error about the file: one goes to the position, if there is one, the other opens another file. */
function withLink(error: unknown, uri: vscode.Uri): unknown {
  if (!(error instanceof Error) || error.name !== "ExportFileError") return error;
  const { at } = error as Error & { at?: { line: number; column: number } };
  const another: NextStep = { title: "Open Another…", run: { command: commandIds.openExport } };
  if (!at) return new UserError(error.message, [another], { cause: error });
  const show = async (): Promise<void> => {
    const position = new vscode.Position(at.line - 1, at.column - 1);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
  };
  return new UserError(error.message, [{ title: "Open File", run: show }, another], { cause: error });
}

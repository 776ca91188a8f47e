import { homedir } from "node:os";
import { basename, dirname, relative, sep } from "node:path";
import * as vscode from "vscode";
import { JoinedCalls } from "../../base/joinedCalls.ts";
import { fileNameOf } from "../../base/text/fileName.ts";
import { showNews } from "../../host/errors/showError.ts";
import { NothingToDo } from "../../host/errors/userError.ts";
import { goldenEnding } from "../../runFiles/fileNames.ts";
import {
  type GoldenDraft,
  type GoldenDraftOptions,
  type GoldenQuestion,
  goldenTestOfRun,
} from "../../runs/golden/derive/goldenTestOfRun.ts";
import { runTitle } from "../../runs/labels/runLabel.ts";
import type { RunWatch } from "../../runs/live/watchTypes.ts";
import { exportedRun } from "../../views/documents/exportFiles.ts";
import type { App } from "../app.ts";
import { writeRun } from "../exports/exportRuns.ts";
import { findRun, type RunTarget } from "../runs/runTarget.ts";
import { diskPath } from "../selection.ts";
import { decide } from "./goldenQuestions.ts";
import { type EndedRun, endedRun } from "./goldenSteps.ts";

type Needs = Pick<
  App,
  "activeRuns" | "connections" | "creator" | "log" | "panels" | "reports" | "selectedRows" | "sessions"
>;

/**
 * Makes a golden test of a run that has ended: asks about what can't be repeated, writes the test and beside it the run
 * with all its events, and opens the test to be edited.
 *
 * @param second from a script the golden file
 * @returns the golden file; `undefined` when the person was asked and did not say
 */
export async function keepAsGoldenTest(
  context: Needs,
  argument: unknown,
  second: unknown,
): Promise<vscode.Uri | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  const { connectionId, runId, file = connectionId } = target;
  // A second click while the first one still asks must not write a second test.
  return keeping.run(JSON.stringify([file, runId, second]), () => keep(context, target, second));
}

const keeping = new JoinedCalls<vscode.Uri | undefined>();

async function keep(context: Needs, target: RunTarget, second: unknown): Promise<vscode.Uri | undefined> {
  const ended = await endedRun(watchOf(context, target));
  const { connectionId, runId } = target;
  const known: GoldenDraftOptions = { sentWith: context.creator.sentWith(connectionId, runId) };
  draftOf(ended, known);
  const uri = second instanceof vscode.Uri ? second : await askForPlace(runTitle(ended.run));
  if (!uri) return undefined;
  const { questions } = draftOf(ended, known);
  const options = await decide(questions, known, dirname(diskPath(uri)));
  if (!options) return undefined;
  const exportFile = await keepRun(context, target, uri);
  if (exportFile === undefined) return undefined;
  const { text } = draftOf(ended, { ...options, exportFile });
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri, { preview: false });
  tellOfUser(questions);
  return uri;
}

function tellOfUser(questions: readonly GoldenQuestion[]): void {
  const user = questions.find(({ kind }) => kind === "user");
  if (user) showNews(user.message, []);
}

function watchOf({ sessions }: Needs, { connectionId, runId, file }: RunTarget): RunWatch {
  return file === undefined ? sessions.get(connectionId).watcher.watch(runId) : exportedRun(file, runId);
}

function draftOf({ run, steps }: EndedRun, options: GoldenDraftOptions): Exclude<GoldenDraft, { problem: string }> {
  const draft = goldenTestOfRun(run, steps, options);
  if ("problem" in draft) throw new NothingToDo(draft.problem);
  return draft;
}

async function askForPlace(title: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const golden = vscode.Uri.joinPath(folder, "golden");
  // VS Code's dialog opens in a folder that exists.
  const isThere = await vscode.workspace.fs.stat(golden).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
  const uri = await vscode.window.showSaveDialog({
    title: "Keep as Golden Test",
    defaultUri: vscode.Uri.joinPath(isThere ? golden : folder, `${fileNameOf(title, "run")}${goldenEnding}`),
    filters: { JSON: ["json"] },
    saveLabel: "Keep",
  });
  if (!uri) return undefined;
  return uri.path.endsWith(goldenEnding)
    ? uri
    : uri.with({ path: `${uri.path.replace(/(\.golden)?(\.json)?$/, "")}${goldenEnding}` });
}

/** Writes the golden run beside the test. @returns its path from there; `undefined` when the person canceled */
async function keepRun(context: Needs, target: RunTarget, uri: vscode.Uri): Promise<string | undefined> {
  const path = diskPath(uri);
  if (target.file !== undefined) {
    return relative(dirname(path), vscode.Uri.parse(target.file).fsPath).split(sep).join("/");
  }
  const file = `${basename(path, goldenEnding)}.golden-run.json`;
  const wasWritten = await writeRun(context, target, `${dirname(path)}/${file}`);
  return wasWritten ? file : undefined;
}

import { basename, dirname, relative, sep } from "node:path";
import * as vscode from "vscode";
import { fileNameOf } from "#base/text/fileName.ts";
import { confirm } from "#host/confirm.ts";
import { showSaveDialog } from "#host/dialogs.ts";
import { newFileFolder } from "#host/saveFile.ts";
import { diskPath } from "#host/selection.ts";
import { goldenEnding } from "#runFiles/fileNames.ts";
import type { App } from "#workbench/app.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { writeRuns } from "#workbench/panel/vscode/writeRuns.ts";

interface GoldenFileQuestion {
  /** The title of the dialog. */
  title: string;
  /** What is kept. */
  targets: readonly Pick<RunTarget, "file">[];
}

/** The ending of the golden run beside a golden file. */
const goldenRunEnding = ".golden-run.json";

/** Asks where the golden file goes. @returns `undefined` when the person canceled, or keeps what is there */
export async function askForGoldenFile(
  name: string,
  { title, targets }: GoldenFileQuestion,
): Promise<vscode.Uri | undefined> {
  const folder = newFileFolder();
  const golden = vscode.Uri.joinPath(folder, "golden");
  // VS Code's dialog opens in a folder that exists.
  const isThere = await vscode.workspace.fs.stat(golden).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
  const uri = await showSaveDialog({
    title,
    defaultUri: vscode.Uri.joinPath(isThere ? golden : folder, `${fileNameOf(name, "run")}${goldenEnding}`),
    filters: { JSON: ["json"] },
    saveLabel: "Keep",
  });
  if (!uri) return undefined;
  const isAsked = uri.path.endsWith(goldenEnding);
  const stem = uri.path.replace(/(\.golden)?(\.json)?$/, "");
  const chosen = isAsked ? uri : uri.with({ path: `${stem}${goldenEnding}` });
  const run = uri.with({ path: `${stem}${goldenRunEnding}` });
  const there = await existing(targets[0]?.file === undefined ? [chosen, run] : [chosen]);
  // VS Code's dialog has asked about the name that it returns, and the golden run beside it belongs to it.
  const isAgreed = there.length === 0 || (isAsked && there.includes(chosen)) || (await mayReplace(there));
  return isAgreed ? chosen : undefined;
}

async function existing(uris: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const stats = await Promise.allSettled(uris.map((uri) => vscode.workspace.fs.stat(uri)));
  return uris.filter((_, index) => stats[index]?.status === "fulfilled");
}

function mayReplace(uris: readonly vscode.Uri[]): Promise<boolean> {
  const names = uris.map(({ path }) => basename(path)).join(" and ");
  const question = `${names} already ${uris.length === 1 ? "exists" : "exist"}. Replace?`;
  return confirm({ question, detail: uris.map(diskPath).join("\n"), act: "Replace" });
}

/** Writes the golden runs beside the test. @returns the path from there; `undefined` when the person canceled */
export async function keepRuns(
  context: Pick<App, "connections" | "sessions">,
  targets: readonly RunTarget[],
  uri: vscode.Uri,
): Promise<string | undefined> {
  const path = diskPath(uri);
  const [target] = targets;
  if (target?.file !== undefined) {
    return relative(dirname(path), vscode.Uri.parse(target.file).fsPath).split(sep).join("/");
  }
  const file = `${basename(path, goldenEnding)}${goldenRunEnding}`;
  const wasWritten = await writeRuns(context, targets, `${dirname(path)}/${file}`);
  return wasWritten ? file : undefined;
}

import { basename } from "node:path";
import * as vscode from "vscode";
import type { CreateRunRequest, RunMode } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { showPick } from "#host/dialogs.ts";
import { fromRunFileFolder } from "#host/runFilePaths.ts";
import { diskPath } from "#host/selection.ts";
import { parseTime } from "#model/isoTime.ts";
import { formatAgo } from "#model/times.ts";
import { newRunFileText } from "#runFiles/newRunFileText.ts";
import { earlierInputs } from "#runFiles/runFileOfRun.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { requireAbility, requireSession } from "#workbench/connections/vscode/guards.ts";
import { startRun } from "./create/startRun.ts";
import { lastRuns, openNewRunFile } from "./newRunFile.ts";
import { openFiles } from "./openFiles.ts";

type Choice = vscode.QuickPickItem & { input?: object };

/** Creates a run with files of which none is a run file, so the person enters the input. @returns the run's id */
export async function runWithoutFile(
  context: App,
  uris: readonly vscode.Uri[],
  mode: RunMode,
): Promise<string | undefined> {
  const session = requireSession(context.activeRuns);
  const paths = uris.map(diskPath);
  const connection = context.connections.get(session.connectionId);
  requireAbility(connection, "start");
  const [checked, ...others] = await Promise.all(paths.map((path) => fileFromPath(path)));
  const name = checked && others.length === 0 ? checked.name : `${paths.length} files`;
  const title = `The Run's Input, with ${name} Attached`;
  const choice = await showPick(choices(await lastRuns(session, context.log), session.store.titlePath), {
    title,
    ignoreFocusOut: true,
  });
  if (!choice) return undefined;
  if (!choice.input) {
    await writeRequest(paths);
    return undefined;
  }
  const toOpen = { source: "selected", paths, areSelected: true, name, button: "Run" };
  const files = connection && (await openFiles(context, { ...toOpen, connection }));
  if (!files) return undefined;
  const request: CreateRunRequest = { input: choice.input };
  return startRun(context, { run: { request, files, mode, name }, connection, takesMarked: true, button: "Run" });
}

function choices(runs: readonly Run[], titlePath: JsonPath | undefined): Choice[] {
  const inputs = earlierInputs(runs).map(({ run, input, text }): Choice => {
    const started = parseTime(run.started_at);
    return {
      label: runTitle(run, titlePath),
      description: started === undefined ? undefined : formatAgo(Date.now() - started),
      detail: text.slice(0, 200),
      iconPath: new vscode.ThemeIcon("history"),
      input,
    };
  });
  return [
    {
      label: "Write the Input in a New File…",
      detail: "Opens a run file that attaches the files",
      iconPath: new vscode.ThemeIcon("new-file"),
    },
    { label: "No Input", detail: "{}", iconPath: new vscode.ThemeIcon("json"), input: {} },
    ...(inputs.length > 0 ? [{ label: "Inputs of earlier runs", kind: vscode.QuickPickItemKind.Separator }] : []),
    ...inputs.slice(0, 5),
  ];
}

/** Opens a run file that attaches the files, so that nobody has to select them again. */
async function writeRequest(paths: readonly string[]): Promise<void> {
  const files = paths.map(fromRunFileFolder);
  const [first = ""] = files;
  await openNewRunFile(basename(first).replace(/\.[^.]*$/, ""), newRunFileText(undefined, files));
}

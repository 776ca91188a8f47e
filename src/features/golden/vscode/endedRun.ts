import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import type { GoldenTurn } from "#features/golden/core/file/goldenTypes.ts";
import { UserError } from "#host/errors/userError.ts";
import { isTerminal } from "#model/status.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { ExportFiles } from "#workbench/panel/vscode/exportFiles.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";

/** The golden run of a turn, as an export beside the golden file; `undefined` when the turn names none. */
export function goldenRunRef(uri: vscode.Uri, turn: GoldenTurn | undefined): RunRef | undefined {
  const goldenRun = turn?.goldenRun;
  if (!goldenRun?.file) return undefined;
  const file = vscode.Uri.joinPath(uri, "..", goldenRun.file.text).toString();
  return { connectionId: "", runId: goldenRun.id, file };
}

/** The golden run of a turn. @throws ExportFileError that names the file when it can't be read */
export async function goldenRunOf(
  { exportFiles }: { exportFiles: ExportFiles },
  uri: vscode.Uri,
  turn: GoldenTurn | undefined,
): Promise<EndedRun | undefined> {
  const ref = goldenRunRef(uri, turn);
  if (ref?.file === undefined) return undefined;
  return endedRun(exportFiles.watch(ref.file, ref.runId));
}

export interface EndedRun {
  run: Run;
  steps: readonly StoryStep[];
}

/** Reads an ended run completely, and releases its watch. @throws UserError while it is in progress; ApiError */
export async function endedRun(watch: RunWatch): Promise<EndedRun> {
  try {
    return await readToEnd(watch);
  } finally {
    watch.dispose();
  }
}

function readToEnd(watch: RunWatch): Promise<EndedRun> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { run, state, runStory } = watch;
      if (state.kind === "failed") reject(state.error);
      else if (run && state.kind === "ended") resolve({ run, steps: runStory.steps });
      else if (run && !isTerminal(run.status))
        reject(new UserError("The run has not ended yet. Try again when it has."));
    };
    watch.onDidChange(look);
    look();
  });
}

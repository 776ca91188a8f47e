import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { loadProblem, type LoadProblem } from "#features/localApps/core/loadProblem.ts";
import type { WorkerError } from "#features/localApps/core/workerMessages.ts";
import { UserError } from "#host/errors/userError.ts";
import { alarm } from "#host/notifications.ts";
import { selectInterpreter } from "./interpreter.ts";
import type { LocalApps, ServedHere } from "./localApps.ts";

/** Shows why the code of local apps can't be loaded: in the editor, at its line; without an SDK, with the way out. */
export function showLoadProblems(apps: LocalApps): Disposable {
  const owned = new DisposableStore();
  const problems = owned.add(vscode.languages.createDiagnosticCollection("dynamiqRuns.localApps"));
  const told = new WeakSet<ServedHere>();
  const update = (): void => {
    problems.clear();
    for (const served of apps.all) {
      const { error, state } = served.app.state;
      if (state === "ready") told.delete(served);
      if (!error) continue;
      if (error.file) {
        const words = withoutLine(error.message);
        const diagnostic = new vscode.Diagnostic(lineOf(error.line), words, vscode.DiagnosticSeverity.Error);
        diagnostic.source = "Dynamiq";
        problems.set(vscode.Uri.file(error.file), [diagnostic]);
      }
      const problem = problemOf(served, error);
      if (!("sentence" in problem) || told.has(served)) continue;
      told.add(served);
      void tell(served, problem.sentence);
    }
  };
  owned.add(apps.onDidChange(update));
  return owned;
}

/** Tells a person who wants to run it why they can't. @throws UserError with the way to the line of the problem */
export async function tellLoadProblem(served: ServedHere): Promise<void> {
  const { error } = served.app.state;
  if (!error) return;
  const problem = problemOf(served, error);
  if ("sentence" in problem) return tell(served, problem.sentence);
  const { file, line } = problem;
  const selection = lineOf(line);
  const run = (): unknown => vscode.window.showTextDocument(vscode.Uri.file(file), { selection });
  throw new UserError(`${served.target.target} can't be run: ${error.message}`, [{ title: "Open Line", run }]);
}

function lineOf(line: number | null | undefined): vscode.Range {
  const index = Math.max(0, (line ?? 1) - 1);
  return new vscode.Range(index, 0, index, Number.MAX_SAFE_INTEGER);
}

/** The line is said by where the problem is shown. */
function withoutLine(message: string): string {
  return message.replace(/^[^\n]*?:\d+: /, "");
}

function problemOf({ target: { target }, interpreter }: ServedHere, error: WorkerError): LoadProblem {
  return loadProblem({ target, interpreter }, error);
}

/** VS Code shows the same sentence once. */
async function tell({ log }: ServedHere, sentence: string): Promise<void> {
  const [select, show] = ["Select Interpreter", "Show Log"];
  const chosen = await alarm(sentence, select, show);
  if (chosen === select) await selectInterpreter();
  if (chosen === show) log.show();
}

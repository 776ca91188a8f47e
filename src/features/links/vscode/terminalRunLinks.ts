import type * as vscode from "vscode";
import { idsIn } from "#features/links/core/runIds.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";

/** The id of a run in a line of a terminal. */
export interface TerminalRunLink extends vscode.TerminalLink {
  run: RunRef;
}

/** An app, as far as a window knows its runs. */
interface KnownApp {
  connection: { id: string };
  session: { store: { get(runId: string): object | undefined } };
}

/** The known runs that a line of a terminal names. No app is asked: VS Code looks for links in whatever is printed. */
export function terminalRunLinks(apps: readonly KnownApp[], line: string): TerminalRunLink[] {
  return idsIn(line).flatMap(({ id, at }): TerminalRunLink[] => {
    const app = apps.find(({ session }) => session.store.get(id));
    const run = app && { connectionId: app.connection.id, runId: id };
    return run ? [{ startIndex: at, length: id.length, tooltip: "Open Run", run }] : [];
  });
}

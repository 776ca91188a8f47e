import type * as vscode from "vscode";
import { idsIn } from "#features/links/core/runIds.ts";
import type { RunPlace } from "#workbench/panel/vscode/runPoints.ts";

/** The id of a run in a line of a terminal. */
export interface TerminalRunLink extends vscode.TerminalLink {
  place: RunPlace;
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
    const place = app && { connectionId: app.connection.id, runId: id };
    return place ? [{ startIndex: at, length: id.length, tooltip: "Open Run", place }] : [];
  });
}

import type { Run } from "#api/schemas.ts";
import { confirm } from "#host/confirm.ts";
import { keepsSession, sessionOf, userOf } from "#model/conversationIds.ts";
import { countOf } from "#model/counts.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { shownText } from "#runs/questions/confirmation.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

/** The label of a button that sends a run in the session of another one. */
export const sameSession = "Run in the Same Session";

/** For the question before runs go on in sessions that the app may remember. */
export function sessionFacts(runs: readonly Run[], connection: Connection | undefined): string {
  const lines = (name: string, ids: readonly (string | undefined)[]): string[] =>
    [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [`${name}: ${shownText(id)}`]));
  const [changes, each] = runs.length === 1 ? ["this run changes", "this"] : ["these runs change", "each"];
  return [
    ...lines("User", runs.map(userOf)),
    ...lines("Session", runs.map(sessionOf)),
    ...(connection ? [`Host: ${new URL(connection.baseUrl).host}`] : []),
    "",
    `If the app remembers conversations, ${changes} what it remembers about ${each} user and session.`,
  ].join("\n");
}

/**
 * Asks before the requests of runs are used again whose sessions can't be replaced, because they are inside longer texts
 * of the inputs.
 *
 * @param act the label of the button that uses them
 * @returns whether to go on, which no one is asked where nothing is kept
 */
export async function mayKeepSession(
  { reports }: Pick<App, "reports">,
  runs: readonly Run[],
  connection: Connection | undefined,
  act: string,
): Promise<boolean> {
  const kept = runs.filter(keepsSession);
  const [first] = kept;
  if (!first) return true;
  const question =
    kept.length === 1
      ? `The session ID in the input of “${runTitle(first, connection?.titlePath)}” can't be replaced, because it is in a longer text, a field name or a number. Use the same session?`
      : `The session IDs in the inputs of ${countOf(kept.length, "run")} can't be replaced, because they are in longer texts, field names or numbers. Use the same sessions?`;
  return confirm({ question, detail: sessionFacts(kept, connection), act }, reports);
}

import type { Run } from "../../../api/schemas.ts";
import type { Connection } from "../../../connections/connection.ts";
import { NothingToDo, UserError } from "../../../host/errors/userError.ts";
import type { SentWith } from "../../../runs/create/sentRuns.ts";
import type { RunsSession } from "../../../runs/store/runsSession.ts";
import { wholeRun } from "../../../runs/store/wholeRun.ts";
import type { App } from "../../app.ts";
import { checkRunId } from "../../connections/vscode/namedRun.ts";
import { findRun } from "./runTarget.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "creator" | "panels" | "sessions">;

export interface LiveRun {
  run: Run;
  session: RunsSession;
  connection: Connection;
  /** Present for a run that was created here. */
  sent: SentWith | undefined;
}

/**
 * Finds the run for a command, if its connection still exists.
 *
 * @returns `undefined` when the person was asked and canceled.
 * @throws UserError for a run from a file or of a connection that was removed
 */
export async function findLiveRun(context: Needs, argument: unknown): Promise<LiveRun | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  if (target.file !== undefined) throw new NothingToDo("This run comes from an export and is read-only.");
  checkRunId(target.runId);
  const connection = context.connections.get(target.connectionId);
  if (!connection) throw new UserError("The connection of this run was removed.");
  const session = context.sessions.get(connection.id);
  const run = await wholeRun(session, target.runId);
  return { run, session, connection, sent: context.creator.sentWith(connection.id, run.id) };
}

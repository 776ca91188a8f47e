/** What waits for a person, in one app and in several: for everything that lists questions of more than the rows. */

import type { ApiError } from "#api/errors.ts";
import { parseTime } from "#model/isoTime.ts";
import { type PendingInputRequest, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { waitingList } from "#runs/store/polling/waitingPoll.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { InputRequestTimes } from "./inputRequestTimes.ts";

/** A pending input request with its age. */
export interface WaitingQuestion extends PendingInputRequest {
  /** When it was asked, or else when its run started, in milliseconds since the epoch. */
  readonly since: number | undefined;
}

/** What waits in one app, as it was read last. */
export interface WaitingApp {
  readonly connection: Connection;
  /** The oldest first. */
  readonly questions: readonly WaitingQuestion[];
  /** Whether it has more waiting runs than were read. */
  readonly hasMore: boolean;
  /** Why the last read failed. What was known before is still in `questions`. */
  readonly error: ApiError | undefined;
}

type WaitingSession = Pick<RunsSession, "store">;

/** When an input request was asked, as far as anyone has read the events. */
type AskedTimes = Pick<InputRequestTimes, "of">;

/** The most waiting runs of one app that are read. */
const maxRuns = 1_000;

/** What is known to wait in an app. Makes no request. */
export function waitingIn(connection: Connection, { store }: WaitingSession, times?: AskedTimes): WaitingApp {
  const { runs, hasMore, error } = waitingList(store);
  const questions = runs.flatMap((run) =>
    pendingInputRequests(run).map((request) => ({
      connectionId: connection.id,
      run,
      request,
      since: times?.of(run.id, request.id) ?? parseTime(run.started_at),
    })),
  );
  return { connection, questions: oldestFirst(questions), hasMore, error };
}

/** Asks an app what waits: one request, and another for each 200 runs beyond the first 25. It never rejects. */
export async function readWaiting(
  connection: Connection,
  session: WaitingSession,
  times?: AskedTimes,
): Promise<WaitingApp> {
  const { store } = session;
  await store.read(waitingList(store).query);
  if (!waitingList(store).error) await store.loadAll(waitingList(store).query, { maxRuns });
  return waitingIn(connection, session, times);
}

/** Questions in the order in which a person should answer them. One of unknown age comes last. */
export function oldestFirst<T extends Pick<WaitingQuestion, "since">>(questions: readonly T[]): T[] {
  return questions.toSorted((a, b) => (a.since ?? Infinity) - (b.since ?? Infinity) || 0);
}

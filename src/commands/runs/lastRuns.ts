import { isApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { errorLine } from "../../host/errors/errorLine.ts";
import type { Log } from "../../host/log.ts";
import type { RunsSession } from "../../runs/store/session.ts";

/** In milliseconds: how long a person waits for the app's last runs. After that the command continues without them. */
const limit = 3_000;

/** The app's newest runs; none when they don't arrive in time. */
export async function lastRuns({ api }: RunsSession, log: Log): Promise<Run[]> {
  const signal = AbortSignal.timeout(limit);
  try {
    return (await (await api()).listRuns({ page_size: 10, sort: "-started_at" }, { signal })).data;
  } catch (error) {
    if (!isApiError(error)) throw error;
    log.info(`The last runs couldn't be read: ${errorLine(error)}`);
    return [];
  }
}

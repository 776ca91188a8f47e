import type * as vscode from "vscode";
import { isApiError } from "../../../api/errors.ts";
import type { RunsSession } from "../../../runs/store/runsSession.ts";
import type { App } from "../../app.ts";
import type { RunPlace } from "../../panel/vscode/panelSlots.ts";
import { idsIn } from "../core/runIds.ts";

type Needs = Pick<App, "activeRuns" | "watched">;

/** The id of a run in a line of a terminal. */
export interface TerminalRunLink extends vscode.TerminalLink {
  place: RunPlace;
}

/** So many look-ups are remembered. */
const mostKnown = 500;

/** Finds runs by their ids in the lines of terminals: runs that are known, or that the active app has. */
export class TerminalRunLinks {
  readonly #app: Needs;
  /** Whether the app has a run; `undefined` if it didn't say. */
  readonly #lookups = new Map<string, Promise<boolean | undefined>>();

  constructor(app: Needs) {
    this.#app = app;
  }

  async linksIn(line: string): Promise<TerminalRunLink[]> {
    const links = await Promise.all(
      idsIn(line).map(async ({ id, at }): Promise<TerminalRunLink[]> => {
        const place = await this.#placeOf(id);
        return place ? [{ startIndex: at, length: id.length, tooltip: "Open Run", place }] : [];
      }),
    );
    return links.flat();
  }

  async #placeOf(runId: string): Promise<RunPlace | undefined> {
    const { activeRuns, watched } = this.#app;
    const known = watched.apps.find(({ session }) => session.store.get(runId));
    if (known) return { connectionId: known.connection.id, runId };
    const { connection, session } = activeRuns;
    if (!connection || !session) return undefined;
    const key = `${connection.id}/${runId}`;
    const lookup = this.#lookups.get(key) ?? hasRun(session, runId);
    this.#lookups.set(key, lookup);
    const [oldest] = this.#lookups.keys();
    if (this.#lookups.size > mostKnown && oldest !== undefined) this.#lookups.delete(oldest);
    const found = await lookup;
    if (found === undefined) this.#lookups.delete(key);
    return found ? { connectionId: connection.id, runId } : undefined;
  }
}

/** What can't be read is no link: a terminal has no room for a reason. */
async function hasRun({ api }: Pick<RunsSession, "api">, runId: string): Promise<boolean | undefined> {
  try {
    await (await api()).getRun(runId);
    return true;
  } catch (error) {
    if (!isApiError(error)) throw error;
    return error.kind === "not-found" ? false : undefined;
  }
}

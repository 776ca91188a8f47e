import type { Run } from "../../api/schemas.ts";
import type { RunsSession } from "./runsSession.ts";

/** A run with its input, which a list may leave out: then it is read. @throws ApiError */
export async function wholeRun({ store, api }: Pick<RunsSession, "store" | "api">, id: string): Promise<Run> {
  const known = store.get(id);
  return known?.input === undefined || known.input === null ? (await api()).getRun(id) : known;
}

import type { RunsApi } from "../../api/contract.ts";
import type { RunEvent } from "../../api/schemas.ts";
import { storedEvent } from "../../runs/live/storedEvents.ts";
import { withoutBytes } from "../../runs/resultFiles/withoutBytes.ts";

/** A stored event without the bytes of its files; `undefined` when it isn't stored. @throws ApiError */
export async function wholeEvent(
  api: RunsApi,
  runId: string,
  sequence: number,
  signal: AbortSignal,
): Promise<RunEvent | undefined> {
  // Sequences begin at 1, so about as many events come before it.
  const event = await storedEvent(api, runId, sequence, Math.max(0, sequence - 1), signal);
  return event && withoutBytes(event);
}

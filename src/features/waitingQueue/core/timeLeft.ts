import type { InputRequest } from "#api/schemas.ts";
import { isNumber } from "#base/json/exactNumber.ts";
import { parseTime } from "#model/isoTime.ts";

/**
 * When an input request stops waiting, in milliseconds since the epoch; `undefined` if the app doesn't say. No recorded
 * app does, although the SDK gives up after a time. Assumed are the API's own word for the end of something, and the
 * SDK's for the seconds that a node waits.
 *
 * @param since when it was asked
 */
export function endOfWait(request: InputRequest, since: number | undefined): number | undefined {
  const { expires_at: end, timeout } = request as Record<string, unknown>;
  if (typeof end === "string") return parseTime(end);
  const seconds = isNumber(timeout) ? Number(timeout) : undefined;
  return seconds === undefined || since === undefined ? undefined : since + seconds * 1_000;
}

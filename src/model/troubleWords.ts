import { formatCount } from "./counts.ts";

/** How many lines and runs of a batch went wrong, or aren't sent. */
export interface Troubles {
  failedRuns?: number;
  /** Lines that the app didn't accept, or that can't be sent. */
  failed: number;
  unknown: number;
  waiting: number;
}

/** The words for troubles in tree, panel and notifications: *4 failed*, *2 not created*, *3 unknown*, *24 not sent*. */
export function troubleWords({ failedRuns = 0, failed, unknown, waiting }: Troubles, isSending = false): string[] {
  const counts = {
    failed: failedRuns,
    "not created": failed,
    unknown,
    [isSending ? "to go" : "not sent"]: waiting,
  };
  return Object.entries(counts).flatMap(([word, count]) => (count > 0 ? [`${formatCount(count)} ${word}`] : []));
}

/** Which requests are told: all, those of runs that were started from here, or none. */
type Requests = "all" | "mine" | "none";

/** Which ends of runs that were started from here are told. */
type Ends = "none" | "failed" | "all";

/** Whether to tell of a request. @param isInSight its run is looked at, so the request is seen anyway */
export function notifiesOfInputRequest(
  which: Requests,
  { isMine, isInSight }: { isMine: boolean; isInSight: boolean },
): boolean {
  return !isInSight && (which === "all" || (which === "mine" && isMine));
}

/** Whether to tell that a run has ended so. */
export function notifiesOfEnd(which: Ends, status: string, isInSight: boolean): boolean {
  return !isInSight && (which === "all" || (which === "failed" && status === "failed"));
}

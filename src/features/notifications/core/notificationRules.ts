/** Which input requests show a notification: all, those of runs that were started here, or none. */
type Requests = "all" | "mine" | "none";

/** Which ends of runs that were started here show a notification. */
type Ends = "none" | "background" | "failed" | "all";

/** Whether an input request shows a notification. @param isInSight its run is in view, so the person sees it anyway */
export function notifiesOfInputRequest(
  which: Requests,
  { isMine, isInSight }: { isMine: boolean; isInSight: boolean },
): boolean {
  return !isInSight && (which === "all" || (which === "mine" && isMine));
}

/**
 * Whether this end of a run shows a notification.
 *
 * @param isInSight its run is in view, so the person sees it anyway
 * @param isInBackground a person started it without a panel, so nothing else says that it has ended
 */
export function notifiesOfEnd(
  which: Ends,
  status: string,
  { isInSight, isInBackground }: { isInSight: boolean; isInBackground: boolean },
): boolean {
  if (isInSight) return false;
  return which === "all" || (which === "failed" && status === "failed") || (which === "background" && isInBackground);
}

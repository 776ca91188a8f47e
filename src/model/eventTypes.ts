/** The last event of a run. */
export function isTerminalType(type: string): boolean {
  return type === "run.completed" || type === "run.failed" || type === "run.canceled";
}

/** Whether an event of this type may change the run's status. The end of the run is handled separately. */
export function changesStatus(type: string): boolean {
  switch (type) {
    case "run.started":
    case "run.paused":
    case "run.resumed":
    case "run.human_feedback.received":
    case "run.approval_request.confirmed":
    case "run.approval_request.rejected":
      return true;
    default:
      return isRequestType(type);
  }
}

/** Whether an event of this type brings an input request. */
export function isRequestType(type: string): boolean {
  return type === "approval_request.created" || type === "agent.human_feedback.requested";
}

/** The last event of a run. */
export function isTerminalType(type: string): boolean {
  return type === "run.completed" || type === "run.failed" || type === "run.canceled";
}

/** Whether the run's status may be another one after an event of this type. Its end is read on its own. */
export function changesStatus(type: string): boolean {
  switch (type) {
    case "run.started":
    case "run.paused":
    case "run.resumed":
    case "run.human_feedback.received":
      return true;
    default:
      return isRequestType(type);
  }
}

/** Whether an event of this type asks a person for something. */
export function isRequestType(type: string): boolean {
  return type === "approval_request.created" || type === "agent.human_feedback.requested";
}

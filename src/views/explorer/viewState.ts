import type { ApiError } from "../../api/errors.ts";
import { isOtherMachine } from "../../host/errors/otherMachine.ts";
import type { ViewState } from "../../host/ids.ts";
import type { RunsSession } from "../../runs/store/session.ts";

/**
 * What the explorer has to show: rows, or which of the welcome texts. Rows stay whatever fails afterwards.
 *
 * @param isEmpty whether there is no row
 */
export function viewStateOf(session: RunsSession | undefined, isEmpty: boolean): ViewState {
  if (!session) return "noConnection";
  const { state } = session.store;
  if (!isEmpty) return "rows";
  switch (state.kind) {
    case "idle":
    case "loading":
      return "loading";
    case "ready":
      return "empty";
    case "failed":
      return state.error ? failureState(state.error) : "failed";
  }
}

function failureState(error: ApiError): ViewState {
  switch (error.kind) {
    case "network":
    case "timeout":
    case "tls":
      return "unreachable";
    case "auth":
      return isOtherMachine(error) ? "otherMachine" : "auth";
    case "forbidden":
      return "auth";
    default:
      return "failed";
  }
}

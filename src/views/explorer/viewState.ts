import type { ApiError } from "../../api/errors.ts";
import { unsentKeyOf } from "../../host/errors/unsentKey.ts";
import type { ViewState } from "../../host/ids.ts";
import type { RunsSession } from "../../runs/store/session.ts";

/**
 * What the explorer shows: rows, or one of the welcome texts. Existing rows stay after a failure.
 *
 * @param isEmpty whether there are no rows
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
      return unsentKeyOf(error) ?? "auth";
    case "forbidden":
      return "auth";
    default:
      return "failed";
  }
}

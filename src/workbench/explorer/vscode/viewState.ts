import type { ApiError } from "#api/errors.ts";
import { unsentKeyOf } from "#host/errors/unsentKey.ts";
import type { ViewState } from "#host/ids.ts";
import type { StoreState } from "#runs/store/runStore.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

/**
 * What the *Runs* view shows: rows, or one of the welcome texts. Existing rows stay after a failure.
 *
 * @param state `undefined` without a connection
 * @param isEmpty whether there are no rows
 * @param app the connection of the list; `undefined` for a list of several
 */
export function viewStateOf(
  state: StoreState | undefined,
  isEmpty: boolean,
  app: Pick<Connection, "sample" | "served"> | undefined,
): ViewState {
  if (!state) return "noConnection";
  if (!isEmpty) return "rows";
  switch (state.kind) {
    case "idle":
    case "loading":
      return "loading";
    case "ready":
      return "empty";
    case "failed":
      return state.error ? failureState(state.error, endedState(app)) : "failed";
  }
}

/** An app that a window starts has another address and key each time, so nothing helps but to start it again. */
function endedState(app: Pick<Connection, "sample" | "served"> | undefined): ViewState | undefined {
  if (app?.served) return "notServed";
  return app?.sample ? "sampleEnded" : undefined;
}

function failureState(error: ApiError, ended: ViewState | undefined): ViewState {
  switch (error.kind) {
    case "network":
    case "timeout":
    case "tls":
      return ended ?? "unreachable";
    case "auth":
      return ended ?? unsentKeyOf(error) ?? "auth";
    case "forbidden":
      return ended ?? "auth";
    default:
      return "failed";
  }
}

import type { ApiError } from "../../../api/errors.ts";
import { type UnsentKey, unsentKeyOf, unsentKeys } from "../../../host/errors/unsentKey.ts";
import type { PageProblem } from "../../../ui/pageMessages.ts";
import type { PanelAction } from "../page/panelAction.ts";

type PanelProblem = PageProblem<PanelAction>;

/** The page of a panel that has nothing to show: the failure, and the buttons. */
export function problemView(error: ApiError, connectionName: string, runId: string): PanelProblem {
  const unsent = unsentKeyOf(error);
  if (unsent) return unsentKey(unsent, error);
  switch (error.kind) {
    case "not-found":
      if (error.status === undefined) return noConnection(error);
      return {
        kind: "not-found",
        title: "This run no longer exists",
        text: [
          { text: `${connectionName} responded with 404 for ` },
          { text: runId, code: true },
          { text: ". It was deleted, or it belongs to another app." },
        ],
        actions: [
          { label: "Open Run…", action: "openRun" },
          { label: "Switch Connection…", action: "switchConnection" },
        ],
      };
    case "auth":
      return {
        kind: "auth",
        title: "The access key was rejected",
        text: [{ text: `${answered(connectionName, error)} The key may have been revoked. Loaded runs stay visible.` }],
        actions: [
          { label: "Replace Access Key…", action: "replaceKey" },
          { label: "Retry", action: "retry" },
        ],
      };
    case "forbidden":
      return {
        kind: "forbidden",
        title: "The access key is not for this app",
        text: [{ text: answered(connectionName, error) }],
        actions: [
          { label: "Replace Access Key…", action: "replaceKey" },
          { label: "Switch Connection…", action: "switchConnection" },
        ],
      };
    case "plan-limit":
      return {
        kind: "plan-limit",
        title: "The plan has reached a limit",
        text: [{ text: answered(connectionName, error) }],
        actions: [{ label: "Retry", action: "retry" }],
      };
    case "network":
    case "timeout":
    case "tls":
      return unreachable(`${connectionName} can't be reached`, error);
    default:
      return { ...unreachable("The run couldn't be read", error), kind: "other" };
  }
}

function answered(connectionName: string, { status, message }: ApiError): string {
  return status === undefined
    ? message
    : `${connectionName} responded with ${status}: ${message.replace(/[.]?$/, ".")}`;
}

/** The page for a key that can't be sent. Nothing was sent. */
function unsentKey(reason: UnsentKey, error: ApiError): PanelProblem {
  return {
    kind: "auth",
    title: unsentKeys[reason],
    text: [{ text: error.message }],
    actions: [
      { label: reason === "noKey" ? "Enter Access Key…" : "Replace Access Key…", action: "replaceKey" },
      { label: "Switch Connection…", action: "switchConnection" },
    ],
  };
}

/** The page for a missing connection. No app was asked. */
function noConnection(error: ApiError): PanelProblem {
  return {
    kind: "no-connection",
    title: "The connection was removed",
    text: [{ text: error.message }],
    actions: [{ label: "Switch Connection…", action: "switchConnection" }],
  };
}

function unreachable(title: string, error: ApiError): PanelProblem {
  return {
    kind: "unreachable",
    title,
    text: [{ text: error.message }],
    actions: [
      { label: "Retry Now", action: "retry" },
      { label: "Show Log", action: "showLog" },
    ],
  };
}

/** The same page for a run from a file. */
export function exportProblem(error: ApiError): PanelProblem {
  return {
    kind: "other",
    title: "The exported run can't be shown",
    text: [{ text: error.message }],
    actions: [
      { label: "Retry", action: "retry" },
      { label: "Open Exported Run…", action: "openExport" },
    ],
  };
}

import type { ApiError } from "#api/errors.ts";
import { unsentKeyOf, unsentKeys } from "#host/errors/unsentKey.ts";
import type { PageProblem } from "#ui/pageMessages.ts";
import type { PanelAction } from "#workbench/panel/page/panelAction.ts";

type PanelProblem = PageProblem<PanelAction>;

const openRun = { label: "Open Run by ID…", action: "openRun" } as const;
const switchConnection = { label: "Switch Connection…", action: "switchConnection" } as const;
const replaceKey = { label: "Replace Access Key…", action: "replaceKey" } as const;
const enterKey = { label: "Enter Access Key…", action: "replaceKey" } as const;
const retry = { label: "Retry", action: "retry" } as const;

/** The page of a panel that has nothing to show: the failure, and the buttons. */
export function problemView(error: ApiError, connectionName: string, runId: string): PanelProblem {
  const unsent = unsentKeyOf(error);
  // Nothing was sent.
  if (unsent)
    return problem("auth", unsentKeys[unsent], error.message, [
      unsent === "noKey" ? enterKey : replaceKey,
      switchConnection,
    ]);
  const answered = answerOf(connectionName, error);
  switch (error.kind) {
    case "not-found":
      // No app was asked.
      if (error.status === undefined)
        return problem("no-connection", "The connection was removed", error.message, [switchConnection]);
      return {
        ...problem("not-found", "This run no longer exists", "", [openRun, switchConnection]),
        text: [
          { text: `${connectionName} responded with 404 for ` },
          { text: runId, code: true },
          { text: ". The run was deleted, or it belongs to another app." },
        ],
      };
    case "auth": {
      const text = `${answered} The key may have been revoked. Loaded runs stay visible.`;
      return problem("auth", "The access key was rejected", text, [replaceKey, retry]);
    }
    case "forbidden":
      return problem("forbidden", "The access key is not for this app", answered, [replaceKey, switchConnection]);
    case "plan-limit":
      return problem("plan-limit", "The app has reached a limit of its plan", answered, [retry]);
    case "network":
    case "timeout":
    case "tls":
      return problem("unreachable", `${connectionName} can't be reached`, error.message, retryOrLog);
    default:
      return problem("other", "The run couldn't be loaded", error.message, retryOrLog);
  }
}

const retryOrLog: PanelProblem["actions"] = [
  { label: "Retry Now", action: "retry" },
  { label: "Show Log", action: "showLog" },
];

function problem(
  kind: PanelProblem["kind"],
  title: string,
  text: string,
  actions: PanelProblem["actions"],
): PanelProblem {
  return { kind, title, text: [{ text }], actions };
}

function answerOf(connectionName: string, { status, message }: ApiError): string {
  return status === undefined
    ? message
    : `${connectionName} responded with ${status}: ${message.replace(/[.]?$/, ".")}`;
}

/** The page of a problem with a run from a file. @param opensAnother whether a feature opens exported runs */
export function exportProblem(error: ApiError, opensAnother = false): PanelProblem {
  const open = { label: "Open Exported Run…", action: "openExport" } as const;
  return problem("other", "The exported run can't be shown", error.message, opensAnother ? [retry, open] : [retry]);
}

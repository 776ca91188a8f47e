import * as vscode from "vscode";
import { answerScheme } from "./ids.ts";

interface AnsweredRequest {
  readonly connectionId: string;
  readonly runId: string;
  readonly requestId: string;
  /** The sequence of the event that asked, if it is known. */
  readonly asked?: number;
}

/** The address of an answer's document. The ids are where no breadcrumb shows them. */
export function answerUri({ connectionId, runId, requestId, asked }: AnsweredRequest): vscode.Uri {
  const ids = { connection: connectionId, run: runId, request: requestId };
  const query = new URLSearchParams({ ...ids, ...(asked === undefined ? {} : { asked: `${asked}` }) }).toString();
  return vscode.Uri.from({ scheme: answerScheme, path: `/answer-${runId.slice(0, 8)}.md`, query });
}

/** The input request of an answer's document; `undefined` for any other address. */
export function requestOfAnswer({ scheme, path, query }: vscode.Uri): AnsweredRequest | undefined {
  const ids = new URLSearchParams(query);
  const [connectionId, runId, requestId] = ["connection", "run", "request"].map((name) => ids.get(name));
  if (scheme !== answerScheme || !connectionId || !runId || !requestId || !path.endsWith(".md")) return undefined;
  const asked = Number(ids.get("asked") ?? NaN);
  return { connectionId, runId, requestId, asked: Number.isSafeInteger(asked) ? asked : undefined };
}

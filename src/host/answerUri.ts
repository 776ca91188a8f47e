import * as vscode from "vscode";
import { answerScheme } from "./ids.ts";

/** The request that an answer is for. */
interface AnsweredRequest {
  readonly connectionId: string;
  readonly runId: string;
  readonly requestId: string;
}

/** Where the answer to a request is written: the ids stand where no breadcrumb shows them. */
export function answerUri({ connectionId, runId, requestId }: AnsweredRequest): vscode.Uri {
  const query = new URLSearchParams({ connection: connectionId, run: runId, request: requestId }).toString();
  return vscode.Uri.from({ scheme: answerScheme, path: `/answer-${runId.slice(0, 8)}.md`, query });
}

/** The request whose answer is written there, if one is. */
export function requestOfAnswer({ scheme, path, query }: vscode.Uri): AnsweredRequest | undefined {
  const ids = new URLSearchParams(query);
  const [connectionId, runId, requestId] = ["connection", "run", "request"].map((name) => ids.get(name));
  if (scheme !== answerScheme || !connectionId || !runId || !requestId || !path.endsWith(".md")) return undefined;
  return { connectionId, runId, requestId };
}

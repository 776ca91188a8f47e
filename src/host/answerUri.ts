import * as vscode from "vscode";
import { answerScheme } from "./ids.ts";

/** The input request of an answer's document. */
interface AnsweredRequest {
  readonly connectionId: string;
  readonly runId: string;
  readonly requestId: string;
}

/** The address of an answer's document. The ids are where no breadcrumb shows them. */
export function answerUri({ connectionId, runId, requestId }: AnsweredRequest): vscode.Uri {
  const query = new URLSearchParams({ connection: connectionId, run: runId, request: requestId }).toString();
  return vscode.Uri.from({ scheme: answerScheme, path: `/answer-${runId.slice(0, 8)}.md`, query });
}

/** The input request of an answer's document; `undefined` for any other address. */
export function requestOfAnswer({ scheme, path, query }: vscode.Uri): AnsweredRequest | undefined {
  const ids = new URLSearchParams(query);
  const [connectionId, runId, requestId] = ["connection", "run", "request"].map((name) => ids.get(name));
  if (scheme !== answerScheme || !connectionId || !runId || !requestId || !path.endsWith(".md")) return undefined;
  return { connectionId, runId, requestId };
}

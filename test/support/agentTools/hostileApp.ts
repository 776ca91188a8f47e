import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ToldApp extends AsyncDisposable {
  readonly url: string;
  /** `GET /v1/runs`, without queries. */
  readonly requests: string[];
}

interface ToldRuns {
  runs: readonly { id: string }[];
  /** Those of each run, or of all runs. */
  events: readonly object[] | Readonly<Record<string, readonly object[]>>;
  /** Said when a run isn't known. */
  content?: string;
}

export const hostileRuns = { failed: "failed-run", done: "done-run", waiting: "waiting-run" } as const;

/** A Runs API server whose runs say the same text wherever a run can say something. */
export function startHostileApp(content: string): Promise<ToldApp> {
  return startAppWith({ runs: runsSaying(content), events: eventsSaying(content), content });
}

/** A Runs API server with exactly these runs, over real sockets. */
export async function startAppWith({ runs, events, content = "" }: ToldRuns): Promise<ToldApp> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    requests.push(`${request.method} ${pathname}`);
    const [, , , id, part] = pathname.split("/");
    const run = runs.find((each) => each.id === id);
    if (id === undefined) send(response, 200, pageOf(runs));
    else if (!run) refuse(request, response, content);
    else if (part === "events") send(response, 200, pageOf(eventsOf(events, id)));
    else if (request.method === "POST") send(response, 200, { message: "ok" });
    else send(response, 200, { data: run });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function eventsOf(events: ToldRuns["events"], id: string): readonly object[] {
  return Array.isArray(events) ? events : ((events as Record<string, readonly object[]>)[id] ?? []);
}

/** Repeats the headers of the request, as a careless app does. */
function refuse({ headers }: IncomingMessage, response: ServerResponse, content: string): void {
  const message = `${content} authorization: ${headers.authorization}`;
  send(response, 404, { error: { code: content, message, details: { headers, [content]: content } } });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function pageOf(data: readonly object[]): object {
  return { data, pagination: { page: 1, page_size: 200, page_count: 1, total_count: data.length } };
}

/** In characters: a name of a megabyte in every place makes a list of a hundred. */
const maxNameLength = 5_000;

function runsSaying(text: string) {
  const content = text.slice(0, maxNameLength);
  const error = { type: content, message: text, failed_nodes: [{ id: content, name: content, error_message: text }] };
  const request = {
    id: "request-1",
    type: "approval_request",
    prompt: text,
    params: { amount: 620, [content]: text },
    editable_params: ["amount", content],
    questions: [{ id: content, question: content, options: [{ label: content }, { label: "b" }] }],
  };
  const said = {
    user_id: content,
    session_id: content,
    app_id: content,
    started_at: content,
    input: { text: content },
  };
  return [
    { id: hostileRuns.failed, status: "failed", ...said, error },
    { id: hostileRuns.done, status: "completed", ...said, output: { [content]: [text, { text: content }] } },
    { id: hostileRuns.waiting, status: "awaiting_input", ...said, input_requests: [request] },
    { id: content, status: content, ...said },
  ];
}

function eventsSaying(text: string): object[] {
  const content = text.slice(0, maxNameLength);
  const tool = { id: "call", tool: { name: content, type: content }, input: { query: content }, iteration: 1 };
  const events: [string, object][] = [
    ["run.started", { id: "run", status: "started" }],
    ["agent.reasoning.delta", { object: "agent.reasoning.delta", delta: text, iteration: 1 }],
    ["agent.tool_call.started", tool],
    ["agent.tool_call.completed", { ...tool, result: text, status: "failure" }],
    ["run.data", { choices: [{ delta: { content: text, source: content, step: "answer" } }] }],
    [content, { [content]: text }],
    ["agent.human_feedback.requested", { id: "asked", prompt: content, questions: [{ question: content }] }],
    ["run.failed", { status: "failed", error: { type: content, message: text } }],
  ];
  return events.map(([type, data], index) => ({ id: content, type, sequence: index + 1, timestamp: content, data }));
}

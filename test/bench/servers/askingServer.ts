import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Run } from "../../../src/api/schemas.ts";

/** An app with one run, which asks and is answered on request, so that everything in between is the reader's work. */
export interface AskingServer {
  readonly url: string;
  readonly runId: string;
  /** How many clients listen to the run's events. */
  readonly listeners: number;
  /**
   * Makes the run ask for an approval. @returns when, in milliseconds since the epoch, just before the event is sent
   */
  ask(): number;
  answer(): void;
  close(): Promise<void>;
}

const runId = "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001";

export async function startAskingServer(): Promise<AskingServer> {
  const run: Run = {
    id: runId,
    status: "started",
    started_at: new Date().toISOString(),
    input: { title: "Asks again and again" },
  };
  const events: string[] = [];
  const streams = new Set<ServerResponse>();
  const emit = (type: string, data: unknown): void => {
    const event = {
      id: `event-${events.length + 1}`,
      type,
      sequence: events.length + 1,
      timestamp: new Date().toISOString(),
      data,
    };
    events.push(JSON.stringify(event));
    for (const stream of streams) stream.write(message(event.type, events.length, events));
  };
  emit("run.started", { id: runId, object: "run", status: "started" });

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/v1/runs") {
      const wanted = searchParams.getAll("status");
      const found = wanted.length === 0 || wanted.includes(run.status) ? [run] : [];
      return json(response, { data: found, pagination: pageOf(found.length, searchParams) });
    }
    if (pathname === `/v1/runs/${runId}`) return json(response, { data: run });
    if (pathname === `/v1/runs/${runId}/events`) {
      const data = events
        .map((event): unknown => JSON.parse(event))
        .toReversed()
        .slice(0, Number(searchParams.get("page_size")));
      return json(response, { data, pagination: pageOf(events.length, searchParams) });
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const after = Number(searchParams.get("after_sequence") ?? 0);
    for (const [index, event] of events.entries()) {
      if (index >= after) response.write(message((JSON.parse(event) as { type: string }).type, index + 1, events));
    }
    streams.add(response);
    response.on("close", () => streams.delete(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runId,
    get listeners() {
      return streams.size;
    },
    ask() {
      const request = {
        id: `request-${events.length}`,
        prompt: "Approve?",
        params: { amount: 620 },
        editable_params: ["amount"],
      };
      run.status = "awaiting_input";
      run.input_requests = [{ ...request, type: "approval_request" }];
      const at = Date.now();
      emit("approval_request.created", request);
      return at;
    },
    answer() {
      const [request] = run.input_requests ?? [];
      run.status = "started";
      run.input_requests = [];
      emit("run.human_feedback.received", { id: request?.id, type: "approval", approved: true });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function message(type: string, sequence: number, events: readonly string[]): string {
  return `event: ${type}\ndata: ${events[sequence - 1]}\n\n`;
}

function pageOf(total: number, parameters: URLSearchParams) {
  const size = Number(parameters.get("page_size") ?? 25);
  return { page: 1, page_size: size, page_count: Math.max(1, Math.ceil(total / size)), total_count: total };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

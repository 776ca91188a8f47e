import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Run } from "../../../src/api/schemas.ts";

/**
 * An app that lists very many runs at once, from memory: the sample app, which plays its runs, would take longer.
 */
export interface RunsServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** The most recently started first. */
  readonly runs: readonly Run[];
  /** Puts a run among the others, or in the place of the one with its id. */
  put(run: Run): void;
  close(): Promise<void>;
}

interface SeenRequest {
  /** Milliseconds, as `performance.now()` tells them. */
  at: number;
  /** Path and query. */
  path: string;
}

const minute = 60_000;

/** @param statuses of the runs, the most recently started first; each started a minute before the one before it */
export async function startRunsServer(statuses: readonly string[]): Promise<RunsServer> {
  const now = Date.now();
  const runs = statuses.map((status, index) => makeRun(index, status, now - (index + 1) * minute));
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push({ at: performance.now(), path });
    const { pathname, searchParams } = new URL(path, "http://localhost");
    if (pathname === "/v1/runs") return answer(response, 200, listRuns(runs, searchParams));
    const run = runs.find(({ id }) => pathname === `/v1/runs/${id}`);
    answer(response, run ? 200 : 404, run ? { data: run } : { error: { code: "not_found", message: "Not Found" } });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    runs,
    put(run) {
      const place = runs.findIndex(({ id }) => id === run.id);
      if (place < 0) runs.unshift(run);
      else runs[place] = run;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param started milliseconds since the epoch */
export function makeRun(index: number, status: string, started: number): Run {
  const hasEnded = ["completed", "failed", "canceled"].includes(status);
  return {
    id: `8c2c8e2e-2f0a-4f4e-9f4f-${String(index).padStart(12, "0")}`,
    status,
    started_at: new Date(started).toISOString(),
    ...(hasEnded ? { ended_at: new Date(started + 34_000).toISOString(), output: { category: "billing" } } : {}),
    input: { ticket_subject: `Refund request ${String(index).padStart(5, "0")} over $500` },
    user_id: `customer-${index % 40}`,
  };
}

function listRuns(runs: readonly Run[], parameters: URLSearchParams) {
  const statuses = parameters.getAll("status");
  const found = statuses.length === 0 ? runs : runs.filter(({ status }) => statuses.includes(status));
  const [page, size] = [Number(parameters.get("page") ?? 1), Number(parameters.get("page_size") ?? 25)];
  const pagination = { page, page_size: size, page_count: Math.ceil(found.length / size), total_count: found.length };
  return { data: found.slice((page - 1) * size, page * size), pagination };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

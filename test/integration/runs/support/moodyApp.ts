import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Random } from "#sample/agent/random.ts";

/** What an app on a bad day does with a complete request that creates a run. */
const badMoods = ["unheard", "unanswered", "deaf", "late", "limit", "busy", "broken", "gateway", "invalid"] as const;
/** The status with which a gateway gives up. */
const gatewayStatuses = [408, 500, 502, 503, 504] as const;
export type Mood = "ok" | (typeof badMoods)[number];

export interface MadeRun {
  id: string;
  status: string;
  started_at: string;
  input: { line: number };
}

/** A Runs API on loopback that accepts a create, drops it, stalls or refuses, at random. */
export class MoodyApp implements AsyncDisposable {
  readonly runs: MadeRun[] = [];
  /** What it did with each request of a line, in order. */
  readonly moods = new Map<number, Mood[]>();
  /** How many responses a gateway has lost after the run was created, by the status that it returned instead. */
  readonly gatewayAnswers = new Map<number, number>();
  /** How many requests it has dropped before it read them. */
  unread = 0;
  /** Called with the line of a request that it lets wait: its client is to give up then. */
  onStall: (line: number) => void = () => undefined;
  readonly #seed: number;
  readonly #arrivals: Random;
  readonly #late = new Set<Promise<void>>();
  readonly #server = createServer((request, response) => {
    // A client that leaves in the middle is part of the test.
    request.on("error", () => undefined);
    if (request.method === "GET") this.#list(request, response);
    else this.#create(request, response).catch(() => undefined);
  });

  constructor(seed: number) {
    this.#seed = seed;
    this.#arrivals = new Random(seed);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Until nothing that came is still to be made a run of. */
  async settled(): Promise<void> {
    await Promise.all(this.#late);
  }

  runsOf(line: number): MadeRun[] {
    return this.runs.filter(({ input }) => input.line === line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #list(request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    const [page, size] = [Number(query.get("page") ?? 1), Number(query.get("page_size") ?? 25)];
    const all = this.runs.toReversed();
    const pagination = { page, page_size: size, page_count: Math.ceil(all.length / size), total_count: all.length };
    answer(response, 200, { data: all.slice((page - 1) * size, page * size), pagination });
  }

  async #create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#arrivals.next() < 0.07) {
      this.unread++;
      return void response.socket?.destroy();
    }
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { input } = JSON.parse(text) as Pick<MadeRun, "input">;
    const before = this.moods.get(input.line) ?? [];
    const mood = this.#mood(input.line, before.length);
    this.moods.set(input.line, [...before, mood]);
    switch (mood) {
      case "ok":
        return answer(response, 202, { data: this.#make(input) });
      case "unanswered":
        this.#make(input);
        return void response.socket?.destroy();
      case "unheard":
        return void response.socket?.destroy();
      case "deaf":
        return this.onStall(input.line);
      case "late":
        return this.#makeLate(input, response);
      case "limit":
        return answer(response, 429, { error: { code: "rate_limited", message: "Too many" } }, { "retry-after": "1" });
      case "busy":
        return answer(response, 503, { error: { code: "unavailable", message: "Busy" } });
      case "broken":
        return answer(response, 500, { error: { code: "internal", message: "Broken" } });
      case "invalid":
        return answer(response, 400, { error: { code: "bad_request", message: "Bad Request" } });
      case "gateway": {
        // The app has made the run, and the gateway loses its response.
        this.#make(input);
        const lost = [...this.gatewayAnswers.values()].reduce((sum, count) => sum + count, 0);
        const status = gatewayStatuses[lost % gatewayStatuses.length] ?? 502;
        this.gatewayAnswers.set(status, (this.gatewayAnswers.get(status) ?? 0) + 1);
        return void response.writeHead(status, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
      }
    }
  }

  /** Decided by the seed, whatever the order in which lines arrive. */
  #mood(line: number, attempt: number): Mood {
    const random = new Random(this.#seed + line * 101 + attempt * 7);
    return random.next() < 0.45 ? "ok" : random.pick(badMoods);
  }

  #make(input: MadeRun["input"]): MadeRun {
    const run = { id: randomUUID(), status: "created", started_at: new Date().toISOString(), input };
    this.runs.push(run);
    return run;
  }

  /** After the client has given up. */
  #makeLate(input: MadeRun["input"], response: ServerResponse): void {
    const made = new Promise<void>((resolve) => {
      response.once("close", () => {
        this.#make(input);
        resolve();
      });
    });
    this.#late.add(made);
    this.onStall(input.line);
  }
}

function answer(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SampleApp } from "../../../src/sample/server.ts";

/** A gate before an app, which can hold requests that create runs. */
export interface CreateGate {
  url: string;
  /** How many are held. */
  readonly held: number;
  /** Lets so many more through, then holds the next ones. */
  hold(after: number): void;
  /** Lets everything through, also what was held. */
  open(): void;
}

/**
 * Passes a gate before an app to `use` and ends it. Of the requests whose client leaves while they are held, every
 * second one arrives all the same: its run is created, and nobody gets a response.
 */
export async function withCreateGate(app: SampleApp, use: (gate: CreateGate) => Promise<void>): Promise<void> {
  let left = Infinity;
  let lost = 0;
  const held = new Set<() => void>();
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then((body) => {
      const forward = (): void => send(app, incoming, body, outgoing);
      if (incoming.method !== "POST" || incoming.url !== "/v1/runs" || left-- > 0) return forward();
      held.add(forward);
      outgoing.on("close", () => {
        if (held.delete(forward) && lost++ % 2 === 0) forward();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      get held() {
        return held.size;
      },
      hold: (after) => void (left = after),
      open() {
        left = Infinity;
        for (const forward of [...held]) forward();
        held.clear();
      },
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(
  app: SampleApp,
  { method, url = "/", headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): void {
  const sent = request(new URL(url, app.url), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  sent.on("error", () => outgoing.destroy());
  sent.end(body);
}

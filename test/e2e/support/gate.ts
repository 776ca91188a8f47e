import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { SampleApp } from "../../../src/sample/server.ts";

/** A gate before an app that can be closed: requests that arrive then are held until it opens again. */
export interface Gate {
  url: string;
  /** How many requests are kept back. */
  readonly waiting: number;
  /** @param except requests whose path contains this pass all the same */
  shut(except?: string): void;
  open(): void;
}

/** Passes a gate before an app to `use` and ends it. */
export async function withGate(app: SampleApp, use: (gate: Gate) => Promise<void>): Promise<void> {
  let shut: { except: string | undefined } | undefined;
  let waiting: (() => void)[] = [];
  const server = createServer((incoming, outgoing) => {
    const forward = (): void => {
      const { method, headers } = incoming;
      const sent = request(new URL(incoming.url ?? "/", app.url), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      sent.on("error", () => outgoing.destroy());
      incoming.pipe(sent);
    };
    const passes = !shut || (shut.except !== undefined && incoming.url?.includes(shut.except));
    if (passes) forward();
    else waiting.push(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      get waiting() {
        return waiting.length;
      },
      shut: (except) => void (shut = { except }),
      open() {
        shut = undefined;
        for (const forward of waiting) forward();
        waiting = [];
      },
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

import { createHash } from "node:crypto";
import type { RunsClient } from "../../../src/api/client.ts";
import type { FileSource } from "../../../src/api/contract.ts";
import type { Run, RunEvent } from "../../../src/api/schemas.ts";
import { type SampleApp, startSampleApp } from "../../../src/sample/server.ts";
import { collect, connect } from "../../integration/api/clients.ts";

/** An app with a run that has ended, and a client of it that nothing happens to. */
export interface World extends AsyncDisposable {
  app: SampleApp;
  clean: RunsClient;
  /** The page that a list of the oldest runs gives, whatever is created meanwhile. */
  oldest: readonly Run[];
  runId: string;
  events: readonly RunEvent[];
  /** Events that streams have brought. */
  streamed: number;
}

export const oldestRuns = { page_size: 20, sort: "started_at" };

export async function openWorld(): Promise<World> {
  const app = await startSampleApp({ pastRuns: 20, speed: 10_000 });
  const connection = connect(app.url, { accessKey: app.accessKey });
  const { client } = connection;
  const events = await collect(client.createRunStreaming({ input: { events: 60 } }));
  return {
    app,
    clean: client,
    oldest: (await client.listRuns(oldestRuns)).data,
    runId: runIdOf(events),
    events,
    streamed: 0,
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await app.close();
    },
  };
}

export function runIdOf(events: readonly RunEvent[]): string {
  const data = events[0]?.data;
  return typeof data === "object" && data !== null && "id" in data ? String(data.id) : "";
}

/** A file of 40 KB that a seed decides, and its SHA-256. */
export function fileOf(seed: number): { file: FileSource; sha256: string } {
  const content = Buffer.alloc(40_000, `content ${seed} `);
  const open = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < content.byteLength; at += 8_000) yield content.subarray(at, at + 8_000);
  };
  const file = { name: `${seed}.txt`, size: content.byteLength, mimeType: "text/plain", open };
  return { file, sha256: createHash("sha256").update(content).digest("hex") };
}

import { fork } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { RunsClient } from "#api/client.ts";
import { median, report } from "./figures.ts";

/** Streams a run's events from a server in its own process, beside the least work that any client must do with them. */
const rounds = 5;
const server = fork(new URL("servers/eventServer.ts", import.meta.url));
try {
  const [port] = (await once(server, "message")) as [number];
  const client = new RunsClient({ baseUrl: `http://127.0.0.1:${port}` });
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await rate(() => countEvents(client)));
    plain.push(await rate(() => drainAndParse(port)));
  }
  report({
    name: "stream: events from the socket, validated",
    value: median(ours),
    unit: "events/s",
    ratio: median(ours) / median(plain),
    baseline: "draining the same socket and JSON.parse alone",
    target: { atLeast: 0.8 },
  });
  await client.close();
} finally {
  server.kill();
}

async function countEvents(client: RunsClient): Promise<number> {
  let count = 0;
  for await (const batch of client.streamRun("run")) count += batch.length;
  return count;
}

/** Knows that each event is one line: no parser of event streams, no checks, no duplicates, no resuming. */
async function drainAndParse(port: number): Promise<number> {
  const outgoing = request({ port, host: "127.0.0.1", path: "/v1/runs/run/stream" }).end();
  const [response] = (await once(outgoing, "response")) as [NodeJS.ReadableStream];
  response.setEncoding("utf8");
  let rest = "";
  let count = 0;
  for await (const chunk of response) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: ")) continue;
      JSON.parse(line.slice("data: ".length));
      count++;
    }
  }
  return count;
}

/** Events a second. */
async function rate(run: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const count = await run();
  return count / ((performance.now() - start) / 1000);
}

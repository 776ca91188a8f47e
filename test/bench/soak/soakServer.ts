import { once } from "node:events";
import { type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Random } from "../../../src/sample/agent/random.ts";

/**
 * Runs as a child process: `soakServer.ts <seconds> <cuts a second>`. Each path is a run with an event every 50 ms that
 * ends when the time is over. Connections are cut at random: closed, reset or silent, also in the middle of an event.
 * Every connection begins with events that were sent before, because delivery is at least once.
 */
const [seconds = 60, cutsPerSecond = 1] = process.argv.slice(2).map(Number);
const everyMs = 50;
const repeated = 3;
const total = Math.floor((seconds * 1_000) / everyMs);
const startedAt = Date.now();
const random = new Random(1);
const open = new Set<ServerResponse>();
let cuts = 0;

const server = createServer((request, response) => {
  const after = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("after_sequence") ?? 0);
  response.writeHead(200, { "content-type": "text/event-stream" });
  open.add(response);
  let next = Math.max(1, after + 1 - repeated);
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor((Date.now() - startedAt) / everyMs));
    let text = "";
    for (; next <= due; next++) text += eventText(next);
    if (text !== "" && open.has(response)) response.write(text);
    if (next > total) response.end();
  }, everyMs);
  response.on("close", () => {
    clearInterval(timer);
    open.delete(response);
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.({ port: (server.address() as AddressInfo).port, total });
process.on("message", () => process.send?.({ cuts }));
process.on("disconnect", () => process.exit());
cutSoon();

function eventText(sequence: number): string {
  const type = sequence === total ? "run.completed" : "agent.reasoning.delta";
  const data = { object: type, delta: `Word ${sequence} of what the agent says. `, iteration: sequence % 7 };
  return `event: ${type}\ndata: ${JSON.stringify({ id: `event-${sequence}`, type, sequence, data })}\n\n`;
}

function cutSoon(): void {
  // Times between cuts that come at random are exponential.
  const wait = (-Math.log(1 - random.next()) / cutsPerSecond) * 1_000;
  setTimeout(() => {
    const all = [...open];
    const victim = all[random.integer(0, Math.max(0, all.length - 1))];
    if (victim) cut(victim);
    cutSoon();
  }, wait).unref();
}

function cut(response: ServerResponse): void {
  cuts++;
  const how = random.next();
  // In the middle of an event, as often as not.
  if (random.next() < 0.5) response.write(eventText(1).slice(0, random.integer(1, 80)));
  if (how < 0.4) response.socket?.resetAndDestroy();
  else if (how < 0.8) response.socket?.end();
  else if (how < 0.9) response.end();
  // Silent: its timer notices it, and the client has to notice it as well.
  else open.delete(response);
}

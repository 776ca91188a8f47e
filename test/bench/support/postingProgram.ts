import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** What a program posts, and how often: to each port in turn, each on a new connection, as the SDK's client does. */
export interface Posts {
  ports: readonly number[];
  key: string;
  body: Uint8Array;
  count: number;
}

const { ports, key, body, count } = workerData as Posts;
const times = ports.map((): number[] => []);

/** In milliseconds, from the beginning of the post to the answer. */
async function post(port: number): Promise<number> {
  const head = [
    "POST /v1/traces HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${key}`,
    `Content-Length: ${body.length}`,
  ];
  const begin = performance.now();
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  const answered = new Promise<number>((resolve) => void socket.once("data", () => resolve(performance.now())));
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await new Promise<void>((resolve) => void socket.write(body, () => resolve()));
  const took = (await answered) - begin;
  socket.end();
  return took;
}

for (let round = 0; round < count; round++) {
  // What a post leaves behind slows the next one, so each server is as often the first.
  const order = round % 2 === 0 ? ports : ports.toReversed();
  for (const port of order) times[ports.indexOf(port)]?.push(await post(port));
}
parentPort?.postMessage(times);

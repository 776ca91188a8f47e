import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** What a program posts, and how often: one post after the other on one connection, as the SDK's client does. */
export interface Posts {
  port: number;
  key: string;
  body: Uint8Array;
  count: number;
}

const { port, key, body, count } = workerData as Posts;
const head = [
  "POST /v1/traces HTTP/1.1",
  `Host: 127.0.0.1:${port}`,
  `Authorization: Bearer ${key}`,
  `Content-Length: ${body.length}`,
];
const socket = connect(port, "127.0.0.1").setNoDelay(true);
const times: number[] = [];
for (let post = 0; post < count; post++) {
  const answered = new Promise<number>((resolve) => void socket.once("data", () => resolve(performance.now())));
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  const sent = await new Promise<number>((resolve) => void socket.write(body, () => resolve(performance.now())));
  times.push((await answered) - sent);
}
socket.destroy();
parentPort?.postMessage(times);

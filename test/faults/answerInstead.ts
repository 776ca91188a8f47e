import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { drained } from "./drained.ts";
import type { OtherAnswer } from "./fault.ts";

/**
 * Responds in the app's place, after each complete request. @param onLost called when the app's own response is lost
 */
export function answerInstead(client: Socket, fault: OtherAnswer, dial: () => Socket, onLost: () => void): void {
  const chunks: Buffer[] = [];
  const app = fault.reachesApp ? dial() : undefined;
  client.on("close", () => app?.destroy());
  client.on("data", (chunk) => {
    chunks.push(chunk);
    app?.write(chunk);
    if (!isWhole(Buffer.concat(chunks))) return;
    chunks.length = 0;
    if (app) {
      app.once("data", () => {
        onLost();
        void answer(client, fault);
      });
    } else void answer(client, fault);
  });
}

async function answer(client: Socket, { text, flood, end, afterwards = "close" }: OtherAnswer): Promise<void> {
  client.write(text);
  if (flood) {
    const piece = Buffer.from(flood.piece, flood.encoding);
    for (let round = 0; round < flood.times && !client.destroyed; round++) {
      if (flood.everyMs !== undefined) await delay(flood.everyMs);
      if (!client.write(piece)) await drained(client);
    }
  }
  if (end) client.write(end);
  if (afterwards === "close") client.end();
  else if (afterwards === "reset") client.resetAndDestroy();
}

/** Whether a request has arrived with its whole body. Bodies have a Content-Length, as our client sends them. */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(bytes.toString("latin1", 0, end))?.[1] ?? "0";
  return bytes.byteLength >= end + 4 + Number(length);
}

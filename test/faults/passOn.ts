import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { drained } from "./drained.ts";
import type { Cut, Fault, OtherAnswer } from "./fault.ts";

type PassingFault = Exclude<Fault, OtherAnswer>;
type Transform = (bytes: Buffer) => AsyncIterable<Buffer> | Iterable<Buffer>;

/** Passes a connection on to the app, with a fault in it. */
export function passOn(client: Socket, fault: PassingFault, dial: () => Socket): void {
  const app = dial();
  client.on("close", () => app.destroy());
  const cut = (side: Cut["side"]): Transform | undefined =>
    fault.kind === "cut" && fault.side === side ? cutter(fault, client, app) : undefined;
  const late = fault.kind === "latency" ? latency(fault.ms) : undefined;
  void pump(client, app, cut("request") ?? late ?? (fault.kind === "replay" ? replay : same));
  void pump(app, client, cut("answer") ?? answerTransform(fault)).then(() => {
    // When the app closes a connection, the client's is closed; a stalled connection is kept.
    if (!(fault.kind === "cut" && fault.how === "stall")) client.end();
  });
}

/** Passes bytes on, in order and with flow control, until either end is gone. */
async function pump(from: Socket, to: Socket, transform: Transform): Promise<void> {
  try {
    for await (const bytes of from as AsyncIterable<Buffer>) {
      for await (const piece of transform(bytes)) {
        if (to.destroyed) return;
        if (piece.byteLength > 0 && !to.write(piece)) await drained(to);
      }
    }
  } catch {
    // A reset on one side is the end of it.
  }
}

const same: Transform = (bytes) => [bytes];

/** In as many digits, so that nothing else has to change. */
const replay: Transform = (bytes) => {
  const text = bytes.toString("latin1");
  return [
    Buffer.from(
      text.replace(/after_sequence=(\d+)/, (_, last: string) => `after_sequence=${"1".padStart(last.length, "0")}`),
      "latin1",
    ),
  ];
};

function latency(ms: number): Transform {
  let waited = false;
  return async function* (bytes) {
    if (!waited) await delay(ms);
    waited = true;
    yield bytes;
  };
}

function cutter({ after, how }: Cut, client: Socket, app: Socket): Transform {
  let left = after;
  const end = (): void => {
    if (how === "reset") client.resetAndDestroy();
    else if (how === "close") client.end();
    if (how !== "stall") app.destroy();
  };
  if (left === 0) end();
  return function* (bytes) {
    const passing = bytes.subarray(0, left);
    left -= passing.byteLength;
    yield passing;
    if (left === 0) end();
  };
}

function answerTransform(fault: PassingFault): Transform {
  switch (fault.kind) {
    case "drip":
      return drip(fault);
    case "insert":
      return insert(fault.after, Buffer.from(fault.text));
    case "length":
      return shiftLength(fault.by);
    default:
      return same;
  }
}

function drip({ after, bytes: step, everyMs }: Extract<Fault, { kind: "drip" }>): Transform {
  let free = after;
  return async function* (bytes) {
    yield bytes.subarray(0, free);
    const rest = bytes.subarray(free);
    free = Math.max(0, free - bytes.byteLength);
    for (let at = 0; at < rest.byteLength; at += step) {
      await delay(everyMs);
      yield rest.subarray(at, at + step);
    }
  };
}

function insert(after: number, text: Buffer): Transform {
  let left = after;
  return function* (bytes) {
    if (left > bytes.byteLength || left < 0) {
      left -= bytes.byteLength;
      yield bytes;
      return;
    }
    yield Buffer.concat([bytes.subarray(0, left), text, bytes.subarray(left)]);
    left = -1;
  };
}

function shiftLength(by: number): Transform {
  let held: Buffer | undefined = Buffer.alloc(0);
  return function* (bytes) {
    if (!held) return yield bytes;
    held = Buffer.concat([held, bytes]);
    const end = held.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = held.toString("latin1", 0, end);
    const shifted = head.replace(
      /^(content-length: )(\d+)/im,
      (_, name: string, length) => name + (Number(length) + by),
    );
    yield Buffer.concat([Buffer.from(shifted, "latin1"), held.subarray(end)]);
    held = undefined;
  };
}

import { expect, test } from "vitest";
import { BodyStream } from "../../../../src/api/http/transport.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Uses one buffer for all its chunks, as a source may. */
async function* reusing(sizes: readonly number[], onAsked?: (index: number) => void): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(Math.max(...sizes));
  for (const [index, size] of sizes.entries()) {
    onAsked?.(index);
    yield buffer.fill(index + 1).subarray(0, size);
  }
}

test("BodyStream requests the next chunk when the consumer continues, and not before", async () => {
  const asked: number[] = [];
  const stream = new BodyStream(reusing([70_000, 70_000, 70_000], (index) => asked.push(index)));
  const received: number[] = [];
  stream.on("data", (chunk: Buffer) => {
    received.push(chunk[0] ?? 0, chunk.at(-1) ?? 0);
    stream.pause();
  });
  for (let round = 0; round < 3; round++) {
    await turn();
    await turn();
    expect(asked).toEqual([0, 1, 2].slice(0, round + 1));
    expect(received.slice(-2)).toEqual([round + 1, round + 1]);
    stream.resume();
  }
});

test("BodyStream a small chunk outlives the next one: a socket takes several without a pause", async () => {
  const received: Buffer[] = [];
  for await (const chunk of new BodyStream(reusing([1, 65_535, 2]))) received.push(chunk as Buffer);
  expect(received.map((chunk) => [chunk[0], chunk.byteLength])).toEqual([
    [1, 1],
    [2, 65_535],
    [3, 2],
  ]);
});

test("BodyStream being destroyed ends the source, and a source's error is the stream's", async () => {
  let ended = false;
  const endless = (async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.alloc(10);
    } finally {
      ended = true;
    }
  })();
  for await (const _chunk of new BodyStream(endless)) break;
  expect(ended).toBe(true);
  const failing = (async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(1);
    throw new Error("I/O error");
  })();
  await expect(new BodyStream(failing).toArray()).rejects.toThrow("I/O error");
});

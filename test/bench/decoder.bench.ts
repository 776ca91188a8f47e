import { createParser } from "eventsource-parser";
import type { HttpResponse } from "../../src/api/http/httpResponse.ts";
import { readEventBatches } from "../../src/api/stream/sse.ts";
import { median, report } from "./figures.ts";
import { eventCount, makePieces } from "./support/eventPieces.ts";
import { loadOpenaiDecoder } from "./support/openaiDecoder.ts";

/**
 * Reads the same bytes out of memory with our decoder, which checks each event; with another; with JSON.parse alone;
 * and with the three steps that no decoder here goes without, UTF-8, the lines and JSON.parse, which check and keep
 * nothing.
 */
const rounds = 7;
const chunkSize = 64 * 1024;

const bytes = Buffer.concat(makePieces());
const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) =>
  bytes.subarray(index * chunkSize, (index + 1) * chunkSize),
);
const lines = bytes.toString().split("\n");
const texts = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice("data: ".length));
const readWithOpenai = await loadOpenaiDecoder();

const rates = { ours: [] as number[], openai: [] as number[], json: [] as number[], steps: [] as number[] };
for (let round = 0; round < rounds; round++) {
  rates.json.push(await rate(parseAll));
  rates.ours.push(await rate(readOurs));
  rates.steps.push(await rate(takeSteps));
  rates.openai.push(await rate(readOpenai));
}
const figure = { value: median(rates.ours), unit: "events/s" };
report({
  ...figure,
  name: "decoder: bytes to checked events",
  ratio: median(rates.ours) / median(rates.json),
  baseline: "JSON.parse of the same events alone",
  target: { atLeast: 0.8 },
  limits: "the three steps alone reach little more; checking by zod, a fifth more, gave way to plain code",
});
report({
  name: "decoder: UTF-8, lines and JSON.parse, nothing checked or kept",
  value: median(rates.steps),
  unit: "events/s",
  ratio: median(rates.steps) / median(rates.json),
  baseline: "JSON.parse of the same events alone",
});
report({
  ...figure,
  name: "decoder: bytes to checked events",
  ratio: median(rates.ours) / median(rates.openai),
  baseline: "the openai package's decoder, which checks nothing",
  target: { atLeast: 3 },
});

async function parseAll(): Promise<number> {
  let count = 0;
  for (const text of texts) if (JSON.parse(text)) count++;
  return count;
}

async function readOurs(): Promise<number> {
  // The part of a response that the decoder uses.
  const answer = { header: () => "text/event-stream", chunks: () => inTurns() } as unknown as HttpResponse;
  let count = 0;
  for await (const batch of readEventBatches(answer)) count += batch.length;
  return count;
}

async function takeSteps(): Promise<number> {
  const decoder = new TextDecoder();
  let count = 0;
  const onEvent = ({ data }: { data: string }): void => {
    if (JSON.parse(data)) count++;
  };
  const parser = createParser({ onEvent });
  for await (const chunk of inTurns()) parser.feed(decoder.decode(chunk, { stream: true }));
  return count;
}

async function readOpenai(): Promise<number> {
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[next++];
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
  let count = 0;
  for await (const event of readWithOpenai(new Response(body))) if (event) count++;
  return count;
}

async function* inTurns(): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Events a second. */
async function rate(read: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const count = await read();
  if (count !== eventCount) throw new Error(`${count} events were read of ${eventCount}.`);
  return count / ((performance.now() - start) / 1_000);
}

import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { RunsApi } from "#api/contract.ts";
import { Exchange } from "#api/http/exchange.ts";
import { HttpResponse } from "#api/http/httpResponse.ts";
import { readRun } from "#api/stream/runStream.ts";
import { packMessage } from "#base/json/packedMessage.ts";
import { linkSignals } from "#base/linkedSignal.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import { PanelFeed } from "#workbench/panel/vscode/panelFeed.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import { median, report } from "./figures.ts";
import { longRun } from "./support/longRun.ts";

/**
 * Takes the events of a run from the bytes of a response to the bytes of the rows for its panel, beside the least work
 * that any client must do with the same bytes. Each event is a piece of the body of its own, as a run that is watched
 * sends it.
 */
const count = 100_000;
const rounds = 7;
const limits = { headers: 0, idle: 0, refusal: 0 };
const pieces = longRun(count).map((event) => Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
const connection = { name: "Support", production: false, exists: true, trusted: true };

const transport = {
  async open(request: Parameters<Parameters<typeof readRun>[0]["transport"]["open"]>[0]): Promise<HttpResponse> {
    const exchange = new Exchange({
      request,
      host: "127.0.0.1",
      link: linkSignals([request.signal]),
      redact: (text) => text,
      onEnd: undefined,
    });
    const headers = { "content-type": "text/event-stream" };
    const data: Partial<Dispatcher.ResponseData> = { statusCode: 200, headers, body: body() };
    return new HttpResponse(data as Dispatcher.ResponseData, exchange);
  },
};

const ours: number[] = [];
const plain: number[] = [];
// The first of each compiles the code, and isn't counted.
for (let round = 0; round <= rounds; round++) {
  const times = [await timeOf(bytesToRows), await timeOf(decodeAndParse)] as const;
  if (round === 0) continue;
  ours.push(times[0]);
  plain.push(times[1]);
}
report({
  name: `rows: ${count.toLocaleString("en")} events, each a piece, from bytes to rows`,
  value: median(ours),
  unit: "ms",
  ratio: median(ours) / median(plain),
  baseline: "decoding the same pieces and JSON.parse alone",
});

/** Draws like a panel that is faster than the run. */
async function bytesToRows(): Promise<void> {
  const api: Pick<RunsApi, "getRun" | "streamRun"> = {
    getRun: async () => ({ id: "run", status: "started" }),
    streamRun: (id, { afterSequence, signal } = {}) =>
      readRun({ transport, limits, heartbeatTimeout: 0, signal }, id, afterSequence),
  };
  const watcher = new RunWatcher({ api: async () => api as RunsApi, onRun: () => undefined });
  const watch = watcher.watch("run");
  const presenter = new RunPresenter(watch, () => connection);
  await new Promise<void>((resolve, reject) => {
    const feed = new PanelFeed((message) => {
      packMessage(message);
      if (message.type !== "delta") return;
      setImmediate(() => feed.acknowledge(message.batch));
      if (message.totals.lastSequence === count) resolve();
    });
    watch.onDidChange((change) => {
      if (watch.state.kind === "failed") return reject(watch.state.error);
      const update = presenter.update(change);
      if (update !== "reopen") return feed.push(update);
      const whole = presenter.whole();
      if (!("type" in whole)) feed.open(whole);
    });
  });
  watcher.dispose();
}

function body(): Dispatcher.ResponseData["body"] {
  return Readable.from(pieces) as unknown as Dispatcher.ResponseData["body"];
}

/** Knows that each piece is one event. */
async function decodeAndParse(): Promise<void> {
  const decoder = new TextDecoder();
  for await (const piece of body()) {
    const text = decoder.decode(piece as Uint8Array, { stream: true });
    JSON.parse(text.slice(text.indexOf("\ndata: ") + "\ndata: ".length));
  }
}

/** In milliseconds. */
async function timeOf(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

import type { ServerResponse } from "node:http";
import { expect } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { Emitter } from "#base/emitter.ts";
import { packMessage, unpackMessage } from "#base/json/packedMessage.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { Random } from "#sample/agent/random.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import { initialPanelState, type PanelState, reducePanel } from "#workbench/panel/page/state/panelState.ts";
import { PanelFeed } from "#workbench/panel/vscode/panelFeed.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import { connect } from "../../api/clients.ts";
import { serve } from "../../api/servers.ts";

export interface Seen {
  steps: readonly StoryStep[];
  story: string;
  events: string;
  panelStory: string;
  panelRows: string;
  gaps: number;
  streams: number;
}

/**
 * Follows a run to its end over real sockets; what a person and a panel then have of it.
 *
 * @param cuts where the stream breaks, each once, as a share of all its bytes; some events come again after each
 */
export async function followRun(events: readonly RunEvent[], cuts: readonly number[], random: Random): Promise<Seen> {
  const pieces = events.map((event) =>
    Buffer.from(`event: ${event.type}\nid: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`),
  );
  const starts = pieces.reduce<number[]>((all, { length }) => [...all, all.at(-1)! + length], [0]);
  const bytes = Buffer.concat(pieces);
  const left = cuts.map((at) => Math.floor(at * (bytes.length - 1)) + 1);
  let streams = 0;
  let isOver = false;
  const stream = async (after: number, response: ServerResponse): Promise<void> => {
    streams += 1;
    // At least once: what was seen may come again, also from within a cut event.
    const from = starts[Math.max(0, after - random.integer(0, 3))]!;
    const cut = left.shift();
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let at = from; at < (cut ?? bytes.length);) {
      const to = Math.min(cut ?? bytes.length, at + random.integer(1, 60_000));
      await new Promise((resolve) => response.write(bytes.subarray(at, to), resolve));
      at = to;
    }
    if (cut === undefined) isOver = true;
    if (cut === undefined || random.next() < 0.3) response.end();
    else response.destroy();
  };
  await using server = await serve(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname.endsWith("/stream")) return stream(Number(searchParams.get("after_sequence") ?? 0), response);
    const run = {
      id: "r1",
      status: isOver ? "completed" : "started",
      started_at: "2026-06-10T09:15:21Z",
      input: { question: "why" },
    };
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: run }));
  });
  await using connection = connect(server.url);
  // The window gets the focus in each pause, which ends the pause.
  const focus = new Emitter<void>();
  const attention = { isThere: true, onDidChange: focus.event };
  const watcher = new RunWatcher({ api: async () => connection.client, onRun: () => undefined, attention });
  const watch = watcher.watch("r1");
  watch.onDidChange(({ kind }) => {
    if (kind === "state" && watch.state.kind === "waiting") setImmediate(() => focus.fire());
  });
  const presenter = new RunPresenter(watch, () => ({
    name: "Support",
    production: false,
    exists: true,
    trusted: true,
  }));
  let panel: PanelState = initialPanelState();
  const feed = new PanelFeed((sent) => {
    const message = unpackMessage(packMessage(sent)) as HostMessage | undefined;
    if (message === undefined || message.type === "places") return;
    panel = reducePanel(panel, message);
    if (message.type === "delta") setImmediate(() => feed.acknowledge(message.batch));
  });
  const draw = (update: ReturnType<RunPresenter["update"]>): void => {
    if (update !== "reopen") return feed.push(update);
    const whole = presenter.whole();
    if (!("type" in whole)) feed.open(whole);
  };
  watch.onDidChange((change) => draw(presenter.update(change)));
  await expect.poll(() => watch.state.kind).toBe("ended");
  await expect.poll(() => panel.rows.length).toBe(events.length);
  const seen = {
    steps: [...watch.runStory.steps],
    story: JSON.stringify(watch.runStory.steps),
    events: JSON.stringify([...watch.log]),
    panelStory: JSON.stringify(panel.story),
    panelRows: JSON.stringify(panel.rows.from(0)),
    gaps: watch.log.gaps.length,
    streams,
  };
  watcher.dispose();
  return seen;
}

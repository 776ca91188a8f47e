import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { packMessage, unpackMessage } from "#base/json/packedMessage.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import { initialPanelState, type PanelState, reducePanel } from "#workbench/panel/page/state/panelState.ts";
import { PanelFeed } from "#workbench/panel/vscode/panelFeed.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const connection = { name: "Support", production: false, exists: true, trusted: true };
const run: Run = { id: "r1", status: "started" };
const event = (sequence: number, data: unknown = { sequence }, type = "run.data"): RunEvent => ({
  id: String(sequence),
  type,
  sequence,
  data,
});
const piece = (sequence: number, object: string): RunEvent =>
  event(sequence, { object, delta: `${object} ${sequence}, ` }, "agent.reasoning.delta");
const range = (from: number, to: number): RunEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

/** A run whose panel is opened when all this has happened, and draws when it is told to. */
function opened(events: RunEvent[]) {
  const record = new EventsAndStory({ limit: 1_000 });
  record.add(events);
  const { log } = record;
  const nothing = (): undefined => undefined;
  const watch = {
    runId: run.id,
    run,
    log,
    state: { kind: "live" },
    retry: nothing,
    dispose: nothing,
    onDidChange: () => ({ dispose: nothing }),
    get runStory() {
      return record.runStory;
    },
  } satisfies RunWatch;
  const presenter = new RunPresenter(watch, () => connection);
  let panel: PanelState = initialPanelState();
  const batches: number[] = [];
  const feed = new PanelFeed((sent) => {
    const message = unpackMessage(packMessage(sent)) as HostMessage | undefined;
    if (!message || message.type === "places") throw new Error("The panel reads what it is sent.");
    if (message.type === "delta") batches.push(message.batch);
    panel = reducePanel(panel, message);
  });
  const draw = (update: ReturnType<RunPresenter["update"]>): void => {
    if (update !== "reopen") return feed.push(update);
    const whole = presenter.whole();
    if (!("type" in whole)) feed.open(whole);
  };
  draw("reopen");
  vi.runAllTimers();
  return {
    add: (...more: RunEvent[]) => draw(presenter.update(record.add(more)!)),
    drawAll: () => {
      for (let index = 0; index < batches.length; index++) {
        feed.acknowledge(batches[index]!);
        vi.runAllTimers();
      }
    },
    seen: () => ({
      story: panel.story.map((step) => [step.id, "growing" in step ? step.text : step.kind]),
      rows: panel.rows.from(0).map(({ sequence }) => sequence),
    }),
    told: () => ({
      // The panel shows what came late in its place.
      story: record.runStory.steps
        .toSorted((a, b) => a.sequence - b.sequence)
        .map((step) => [step.id, "growing" in step ? step.text : step.kind]),
      rows: [...Array.from(log.left, ({ sequence }) => sequence), ...Array.from(log, ({ sequence }) => sequence)],
    }),
  };
}

test("in a long run that goes on while its panel draws, each step and row arrives once, in its final version", () => {
  // The late text is far behind what a panel takes before it has drawn anything.
  const events = [
    event(1, {}, "run.started"),
    piece(2, "early"),
    ...range(3, 38_000),
    piece(38_001, "late"),
    ...range(38_003, 40_000),
  ];
  const { add, drawAll, seen, told } = opened(events);
  expect(seen().story.length).toBeLessThan(30_000);
  const before = seen().story.length;
  add(piece(40_001, "early"), piece(40_002, "late"));
  add(event(40_003), piece(40_004, "new"), piece(40_005, "late"));
  add(event(38_002), piece(40_006, "early"), piece(40_007, "new"));
  expect(seen().story).toHaveLength(before);
  drawAll();
  add(piece(40_008, "late"), event(40_009));
  drawAll();
  expect(seen()).toEqual(told());
  const texts = seen()
    .story.map(([, text]) => text)
    .filter((text) => text?.includes(","));
  expect(texts).toEqual([
    "early 2, early 40001, early 40006, ",
    "late 38001, late 40002, late 40005, late 40008, ",
    "new 40004, new 40007, ",
  ]);
});

test("with any length of a run around the first message nothing is missing", () => {
  for (const count of [0, 1, 255, 256, 257, 1_000, 1_300]) {
    const { add, drawAll, seen, told } = opened(range(1, count));
    drawAll();
    add(event(count + 1));
    drawAll();
    expect([count, seen()]).toEqual([count, told()]);
  }
});

import { expect, test } from "vitest";
import * as z from "zod";
import { definePage } from "#host/pages/definePage.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import { FakePanel } from "../../../support/fakePanel.ts";

interface Memory {
  of: string;
}
type Received = { type: "ready" } | { type: "turn"; of: string };
type Sent = { type: "shown" };

const page = definePage<Memory, Received>({
  id: "dynamiqRuns.run",
  title: "Test",
  icon: () => "play-circle",
  feature: "test",
  memory: z.object({ of: z.string() }),
  messages: z.discriminatedUnion("type", [
    z.object({ type: z.literal("ready") }),
    z.object({ type: z.literal("turn"), of: z.string() }),
  ]),
  failure: "The test can't be shown",
});

class TestPanel extends PagePanel<Memory, Received, Sent> {
  protected override receive(message: Received): void {
    if (message.type === "turn") this.remember({ of: message.of });
    this.post({ type: "shown" });
  }
}

function open<Panel>(Kind: new (of: PageWebview<Memory, Received>) => Panel) {
  const panel = new FakePanel<Sent, Received>();
  return { panel, shown: new Kind(panel.shows(page, { of: "a" })) };
}

test("a page keeps what it shows, as soon as it listens and again when it shows something else", () => {
  const { panel, shown } = open(TestPanel);
  panel.send({ type: "ready" });
  panel.send({ type: "turn", of: "b" });
  expect(panel.remembered).toEqual([{ of: "a" }, { of: "b" }]);
  expect(shown.memory).toEqual({ of: "b" });
});

test("a page that listens, and is left before it has kept what it shows, hasn't been remembered", () => {
  const { panel, shown } = open(TestPanel);
  let remembered = 0;
  shown.onDidRemember(() => (remembered += 1));
  panel.send({ type: "ready" });
  panel.show(false);
  expect(remembered).toBe(0);
  panel.show(true);
  panel.send({ type: "ready" });
  panel.send({ type: "remembered" });
  expect(remembered).toBe(1);
});

test("nothing is posted to a page that was hidden until it listens again", () => {
  const { panel } = open(TestPanel);
  panel.send({ type: "turn", of: "b" });
  expect(panel.posted).toEqual([]);
  panel.send({ type: "ready" });
  panel.show(false);
  panel.show(true);
  panel.send({ type: "turn", of: "c" });
  expect(panel.posted).toHaveLength(1);
  panel.send({ type: "ready" });
  expect(panel.remembered).toEqual([{ of: "b" }, { of: "c" }]);
});

test("a message that isn't the page's isn't heard", () => {
  const { panel } = open(TestPanel);
  panel.send({ type: "ready" });
  panel.send({ type: "turn", of: 1 } as never);
  panel.send({ type: "quit" } as never);
  expect(panel.posted).toHaveLength(1);
});

/** Shows what it reads. */
class ReadingPanel extends PagePanel<Memory, Received, Sent> {
  reads(read: () => Promise<void>): Promise<void> {
    return this.load(async () => {
      await read();
      this.post({ type: "shown" });
    });
  }

  protected override receive(): void {}
}

const problem = {
  kind: "other",
  title: "The test can't be shown",
  text: [{ text: "The disk is full." }],
  actions: [{ label: "Retry", action: { type: "reload" } }],
};
const full = (): Promise<void> => Promise.reject(new Error("The disk is full."));

test("what can't be read is named, also on a page that was hidden, until Retry has read it", async () => {
  const { panel, shown } = open(ReadingPanel);
  let read = full;
  await expect(shown.reads(() => read())).rejects.toThrow("The disk is full.");
  panel.send({ type: "ready" });
  expect(panel.instead).toEqual([{ type: "pageProblem", problem }]);
  read = () => Promise.resolve();
  panel.send({ type: "reload" });
  await expect.poll(() => panel.posted).toEqual([{ type: "shown" }]);
  expect(panel.instead.slice(1)).toEqual([{ type: "pageLoading", loading: { label: "Test" } }]);
  panel.send({ type: "ready" });
  expect(panel.instead).toHaveLength(2);
});

test("a read that fails late doesn't replace what a later one has read", async () => {
  const { panel, shown } = open(ReadingPanel);
  panel.send({ type: "ready" });
  let fail: (error: Error) => void = () => undefined;
  const early = shown.reads(() => new Promise((_, reject) => (fail = reject)));
  await shown.reads(() => Promise.resolve());
  fail(new Error("The disk is full."));
  await expect(early).rejects.toThrow();
  expect(panel.instead).toEqual([]);
});

import { expect, test } from "vitest";
import * as z from "zod";
import { definePage } from "../../../../src/host/pages/definePage.ts";
import { PagePanel } from "../../../../src/host/pages/pagePanel.ts";
import { FakePanel } from "../../../support/fakePanel.ts";

interface Memory {
  of: string;
}
type Received = { type: "ready" } | { type: "turn"; of: string };
type Sent = { type: "shown" };

const page = definePage<Memory, Received>({
  ...{ id: "dynamiqRuns.test", title: "Test", icon: () => "run.svg", script: "test", styles: [] },
  memory: z.object({ of: z.string() }),
  messages: z.discriminatedUnion("type", [
    z.object({ type: z.literal("ready") }),
    z.object({ type: z.literal("turn"), of: z.string() }),
  ]),
});

class TestPanel extends PagePanel<Memory, Received, Sent> {
  protected override receive(message: Received): void {
    if (message.type === "turn") this.remember({ of: message.of });
    this.post({ type: "shown" });
  }
}

function open() {
  const panel = new FakePanel<Sent, Received>();
  return { panel, shown: new TestPanel(panel.shows(page, { of: "a" })) };
}

test("a page keeps what it shows, as soon as it listens and again when it shows something else", () => {
  const { panel, shown } = open();
  panel.send({ type: "ready" });
  panel.send({ type: "turn", of: "b" });
  expect(panel.remembered).toEqual([{ of: "a" }, { of: "b" }]);
  expect(shown.memory).toEqual({ of: "b" });
});

test("nothing is posted to a page that was hidden until it listens again", () => {
  const { panel } = open();
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
  const { panel } = open();
  panel.send({ type: "ready" });
  panel.send({ type: "turn", of: 1 } as never);
  panel.send({ type: "quit" } as never);
  expect(panel.posted).toHaveLength(1);
});

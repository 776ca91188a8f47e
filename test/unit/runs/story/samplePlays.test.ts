import { expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { RunStory } from "../../../../src/runs/story/runStory.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { sdkScript } from "../../../../src/sample/sdk/sdkScripts.ts";
import { storyOutline } from "../../../support/story/storyOutline.ts";

/** The story of a run of the sample app, as text. */
function storyOf(input: Record<string, unknown>): string {
  const script = sdkScript({ input, files: [], random: new Random(3) });
  if (!script) throw new Error("The sample app has no such play");
  const events: RunEvent[] = [{ type: "run.started", sequence: 1, data: {} }];
  const take = (type: string, data: unknown): unknown => events.push({ type, sequence: events.length + 1, data });
  let step = script.next();
  for (; !step.done; step = script.next()) if (step.value.kind === "event") take(step.value.type, step.value.data);
  take("error" in step.value ? "run.failed" : "run.completed", { id: "r1", ...step.value });
  const runStory = new RunStory();
  runStory.apply(events);
  return `\n${storyOutline(runStory.steps)}\n`;
}

test("an agent with all kinds of calls", () => {
  expect(storyOf({ play: "agent" })).toMatchInlineSnapshot(`
    "
    started
    Refund agent 1: reasoning: "The customer writes \\"crushed corner\\".\\nI need the order, the shipment and the policy; none depends on another, so I ask for all three at once."
    Refund agent 1: get order (parallel) finished: {"order_id":"ord_01KB2Q"} → "{'items': 2, 'total': 129.9, 'currency': 'EUR', 'paid': True}" → -
    Refund agent 1: get shipment (parallel) (repeated by 77:call) failed: {"tracking":"1Z84A0"} → "RateLimitError: 429, retry after 2 s" → -
    Refund agent 1: get policy (parallel) finished: {"topic":"damaged goods","region":"EU"} → "{\\n  \\"refund\\": \\"full\\",\\n  \\"needs\\": \\"evidence\\"\\n}" → -
    Refund agent 2: reasoning: "The shipment again."
    Refund agent 2: get shipment (repeats 42:call) finished: {"tracking":"1Z84A0"} → "{'state': 'delivered', 'on': '21 Nov', 'note': 'left with a neighbour'}" → -
    Refund agent 3: reasoning: "Now the refund."
    Refund agent 3: issue refund discarded, amount must be a number, got "129,90 €": "{\\"order_id\\": \\"ord_01KB2Q\\", \\"amount\\": \\"129,90 €\\"" → - → -
    Refund agent 4: reasoning: "First the evidence."
    Refund agent 4: Evidence agent tool finished: {"input":"What happened to the parcel?"} → "The corner was crushed before the label tore. This is damage in transit." → -
    Evidence agent (asked by Evidence agent tool) 1: reasoning: "Two photos are attached. I check them first."
    Evidence agent (asked by Evidence agent tool) 1: inspect photo finished: {"files":["photo-1.jpg","photo-2.jpg"]} → "{'damage': 'crushed corner', 'confidence': 0.97}" → -
    Evidence agent (asked by Evidence agent tool) 2: answer: "The corner was crushed before the label tore. This is damage in transit."
    Refund agent 5: reasoning: "The damage happened in transit."
    Refund agent 5: issue refund finished: {"order_id":"ord_01KB2Q","amount":129.9,"currency":"EUR"} → "{'refund_id': 'rf_01KB2R', 'accepted': True}" → -
    Refund agent 6: reasoning: "All done."
    Refund agent 6: answer: "Dear Ms Hofer,\\n\\nwe refund **€129.90** to the card that you paid with. Please keep the item.\\n\\n| step | when |\\n|---|---|\\n| refund sent | today |\\n| on your card | 3–5 days |\\n\\nYour \\"damaged parcel\\" is closed. 🙂"
    workflow completed: Refund agent success
    completed
    "
  `);
});

test("the same agent with only its answers", () => {
  expect(storyOf({ play: "answers" })).toMatchInlineSnapshot(`
    "
    started
    Refund agent: answer: "Dear Ms Hofer,\\n\\nwe refund **€129.90** to the card that you paid with. Please keep the item.\\n\\n| step | when |\\n|---|---|\\n| refund sent | today |\\n| on your card | 3–5 days |\\n\\nYour \\"damaged parcel\\" is closed. 🙂"
    workflow completed: Refund agent success
    completed
    "
  `);
});

test("a workflow of four nodes, one of them skipped", () => {
  expect(storyOf({ play: "workflow" })).toMatchInlineSnapshot(`
    "
    started
    Classify ticket: text: "Category \`damaged_goods\`, priority normal. The customer asks for a refund, not for a replacement."
    Detect language: text: "German as written in Austria. Reply in German, formal address."
    Refund agent 1: reasoning: "The customer writes \\"crushed corner\\".\\nI need the order, the shipment and the policy; none depends on another, so I ask for all three at once."
    Refund agent 1: get order (parallel) finished: {"order_id":"ord_01KB2Q"} → "{'items': 2, 'total': 129.9, 'currency': 'EUR', 'paid': True}" → -
    Refund agent 1: get shipment (parallel) (repeated by 116:call) failed: {"tracking":"1Z84A0"} → "RateLimitError: 429, retry after 2 s" → -
    Refund agent 1: get policy (parallel) finished: {"topic":"damaged goods","region":"EU"} → "{\\n  \\"refund\\": \\"full\\",\\n  \\"needs\\": \\"evidence\\"\\n}" → -
    Refund agent 2: reasoning: "The shipment again."
    Refund agent 2: get shipment (repeats 86:call) finished: {"tracking":"1Z84A0"} → "{'state': 'delivered', 'on': '21 Nov', 'note': 'left with a neighbour'}" → -
    Refund agent 3: reasoning: "Now the refund."
    Refund agent 3: issue refund discarded, amount must be a number, got "129,90 €": "{\\"order_id\\": \\"ord_01KB2Q\\", \\"amount\\": \\"129,90 €\\"" → - → -
    Refund agent 4: reasoning: "First the evidence."
    Refund agent 4: Evidence agent tool finished: {"input":"What happened to the parcel?"} → "The corner was crushed before the label tore. This is damage in transit." → -
    Evidence agent (asked by Evidence agent tool) 1: reasoning: "Two photos are attached. I check them first."
    Evidence agent (asked by Evidence agent tool) 1: inspect photo finished: {"files":["photo-1.jpg","photo-2.jpg"]} → "{'damage': 'crushed corner', 'confidence': 0.97}" → -
    Evidence agent (asked by Evidence agent tool) 2: answer: "The corner was crushed before the label tore. This is damage in transit."
    Refund agent 5: reasoning: "The damage happened in transit."
    Refund agent 5: issue refund finished: {"order_id":"ord_01KB2Q","amount":129.9,"currency":"EUR"} → "{'refund_id': 'rf_01KB2R', 'accepted': True}" → -
    Refund agent 6: reasoning: "All done."
    Refund agent 6: answer: "Dear Ms Hofer,\\n\\nwe refund **€129.90** to the card that you paid with. Please keep the item.\\n\\n| step | when |\\n|---|---|\\n| refund sent | today |\\n| on your card | 3–5 days |\\n\\nYour \\"damaged parcel\\" is closed. 🙂"
    workflow completed: Classify ticket success, Detect language success, Refund agent success, node-crm skip
    completed
    "
  `);
});

test("the workflow when its last node fails", () => {
  expect(storyOf({ play: "workflow", fail: true }).split("\n").slice(-4)).toMatchInlineSnapshot(`
    [
      "Refund agent 6: answer: "Dear Ms Hofer,\\n\\nwe refund **€129.90** to the card that you paid with. Please keep the item.\\n\\n| step | when |\\n|---|---|\\n| refund sent | today |\\n| on your card | 3–5 days |\\n\\nYour \\"damaged parcel\\" is closed. 🙂"",
      "workflow failed",
      "failed",
      "",
    ]
  `);
});

test("an agent that takes over the answer of the agent that it calls", () => {
  expect(storyOf({ play: "delegate" })).toMatchInlineSnapshot(`
    "
    started
    Service desk 1: reasoning: "This is about a refund. The refund agent answers it."
    Service desk 1: Refund agent tool finished: {"input":"The parcel arrived damaged.","delegate_final":true} → "Dear Ms Hofer,\\n\\nwe refund **€129.90** to the card that you paid with. Please keep the item.\\n\\n| step | when |\\n|---|---|\\n| refund sent | today |\\n| on your card | 3–5 days |\\n\\nYour \\"damaged parcel\\" is closed. 🙂" → -
    Refund agent (asked by Refund agent tool) 1: reasoning: "First the order."
    Refund agent (asked by Refund agent tool) 1: get order finished: {"order_id":"ord_01KB2Q"} → "{'items': 2, 'paid': True}" → -
    Refund agent (asked by Refund agent tool) 2: reasoning: "It is paid: the refund can go out."
    Refund agent (asked by Refund agent tool) 2: answer: "Dear Ms Hofer,\\n\\nwe refund **€129.90** to the card that you paid with. Please keep the item.\\n\\n| step | when |\\n|---|---|\\n| refund sent | today |\\n| on your card | 3–5 days |\\n\\nYour \\"damaged parcel\\" is closed. 🙂"
    workflow completed: Service desk success
    completed
    "
  `);
});

test("two copies of one agent in parallel", () => {
  expect(storyOf({ play: "clones" })).toMatchInlineSnapshot(`
    "
    started
    Evidence agent 1: reasoning: "I look at photo-1.jpg."
    Evidence agent 1: reasoning: "I look at photo-2.jpg."
    Evidence agent 1: inspect photo finished: {"files":["photo-1.jpg"]} → "{'damage': 'crushed corner', 'confidence': 0.97}" → -
    Evidence agent 1: inspect photo finished: {"files":["photo-2.jpg"]} → "{'damage': 'crushed corner', 'confidence': 0.97}" → -
    Evidence agent 2: answer: "photo-1.jpg shows a crushed corner."
    Evidence agent 2: answer: "photo-2.jpg shows a crushed corner."
    workflow completed: node-map success
    completed
    "
  `);
});

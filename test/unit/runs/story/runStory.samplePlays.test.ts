import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { runBlock } from "#runs/labels/blockedRun.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import { runRow } from "#workbench/explorer/vscode/items/runRow.ts";
import { headerSentence } from "#workbench/panel/vscode/headerSentence.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";
import { endedRun, type EndedRun } from "../../../support/golden/endedRun.ts";
import { storyOutline } from "../../../support/story/storyOutline.ts";

const storyOf = (input: Record<string, unknown>): string => `\n${storyOutline(endedRun(input, 3).steps)}\n`;

/** The input of a run file of the sample workspace. */
function inputOf(file: string): Record<string, unknown> {
  const path = new URL(`../../../workspace/scenes/${file}.run.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { input: Record<string, unknown> }).input;
}

test("a workflow of four nodes, one of them skipped", () => {
  expect(storyOf({ play: "workflow" })).toMatchInlineSnapshot(`
    "
    started
    Classify ticket: text: "Category \`damaged_goods\`, priority normal. The customer asks for a refund, not for a replacement."
    Detect language: text: "German as written in Austria. Reply in German, formal address."
    Refund agent 1: reasoning: "The customer writes \\"crushed corner\\".\\nI need the order, the shipment and the policy; none depends on another, so I ask for all three at once."
    Refund agent 1: get order (parallel) finished: {"order_id":"ord_01KB2Q"} → "{'items': 2, 'total': 129.9, 'currency': 'EUR', 'paid': True}" → -
    Refund agent 1: get shipment (parallel) (repeated by 128:call) failed: {"tracking":"1Z84A0"} → "RateLimitError: 429, retry after 2 s" → -
    Refund agent 1: get policy (parallel) finished: {"topic":"damaged goods","region":"EU"} → "{\\n  \\"refund\\": \\"full\\",\\n  \\"needs\\": \\"evidence\\"\\n}" → -
    Refund agent 2: reasoning: "The shipment again."
    Refund agent 2: get shipment (repeats 96:call) finished: {"tracking":"1Z84A0"} → "{'state': 'delivered', 'on': '21 Nov', 'note': 'left with a neighbour'}" → -
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

describe("a report that is mocked in part, and completes although two nodes failed", () => {
  const { run, steps } = endedRun(inputOf("report"));

  test("says in its row and in its header that two nodes failed, and its answer", () => {
    const { failedNodes } = factsOfRun(run, { steps });
    const { description } = runRow(run, Date.UTC(2026, 10, 12, 10), { failedNodes: failedNodes ?? 0 });
    expect(description).toMatch(/^2 nodes failed · We refund €129\.90/);
    const sentence = headerSentence(run, { steps, timeOf: () => undefined });
    expect(sentence.map(({ text }) => text).join("")).toMatch(/^2 nodes failed · .*We refund €129\.90/s);
  });
});

test("a run that counts on from its pause keeps both events of the repeated sequence", () => {
  const { events } = countingOn(endedRun({ ask: "text" }));
  const kept = new EventsAndStory();
  kept.add(events);
  kept.add(events);
  expect([kept.log.count, kept.log.gaps]).toEqual([events.length, []]);
  const kinds = kept.runStory.steps.map(({ kind }) => kind);
  expect(kinds.slice(kinds.indexOf("paused")).slice(0, 3)).toEqual(["paused", "resumed", "answer"]);
  const [paused, resumed] = kept.runStory.steps.slice(kinds.indexOf("paused"));
  expect(Math.floor(resumed!.sequence)).toBe(paused?.sequence);
});

describe("an agent with a memory", () => {
  const userId = "customer-2210";
  const sessionId = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

  test.each([
    ["a user", { userId }, "Session identifier is required to list memory items."],
    ["a session", { sessionId }, "User identifier is required to list memory items."],
  ])("fails for %s alone, for a known cause with a remedy", (_what, ids, reason) => {
    const failed = endedRun(inputOf("memory"), 1, ids).steps.at(-1)!;
    expect(stepView(failed, "T")).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining(reason) as string,
      remedy: "The agent's memory needs a user and a session. Run the agent again with both a user_id and a session.",
    });
  });
});

test("a workflow names a sub-workflow, and says who spoke in it", () => {
  const end = endedRun(inputOf("sub-workflow")).steps.find((step) => step.kind === "workflow");
  expect(end && stepView(end, "T")).toMatchObject({
    nodes: [
      { name: "Sub-workflow", inside: { names: "Customer agent" }, duration: expect.any(Number) as number },
      { name: "Decision table", tables: [{ of: "rules", rows: [["Pro since 2024 or earlier", "r-2"]] }] },
      { name: "Rules", tables: [{ of: "findings", columns: ["rule", "status", "message"] }] },
      { name: "Support agent" },
    ],
  });
});

test("what an agent says after each of its questions stands after it", () => {
  const { steps } = endedRun(inputOf("three-questions"));
  const words = steps.flatMap((step) =>
    "growing" in step ? [step.text] : step.kind === "request" ? [`? ${step.prompt}`] : [],
  );
  expect(words).toEqual([
    "? Refund €40 for the next parcel?",
    "Parcel 1: €40 approved.",
    "? Refund €40 for the next parcel?",
    "Parcel 2: €40 approved.",
    "? Refund €75 for the next parcel?",
    "Parcel 3: €75 approved.",
    "All parcels: €40 approved, €40 approved, €75 approved.",
  ]);
});

test("hooks block a question or a call, and a person declines one, for a story without raw steps", () => {
  const outlines = ["blocked-input", "blocked-call", "declined-call"].map((file) => {
    const { run, steps } = endedRun(inputOf(file));
    const lines = storyOutline(steps).split("\n");
    return [runBlock(run, steps)?.by, ...lines.filter((line) => / blocked | declined |asks|raw/.test(line))];
  });
  expect(outlines).toMatchInlineSnapshot(`
    [
      [
        "no injections",
        "Support agent: blocked by no injections at on_input (answer): The request was blocked by a content policy.",
        "Support agent: answer: "The request was blocked by a content policy."",
      ],
      [
        undefined,
        "Support agent 2: pay blocked by refund policy: {"amount":300,"to":"ann@example.com"} → "Only managers may pay more than $200." → -",
      ],
      [
        undefined,
        "Support agent 1: pay declined by refund approval: {"amount":300,"to":"ann@example.com"} → "The call was declined by a human: too much" → -",
        "Support agent 1: asks (approval): Pay $300 to ann@example.com?",
      ],
    ]
  `);
});

/** The same run as after a late answer: it restarts from its pause, counts on from there, and then gets the answer. */
function countingOn(run: EndedRun): EndedRun {
  const at = run.events.findIndex(({ type }) => type === "run.paused");
  const [answer, resumed, ...rest] = run.events.slice(at + 1);
  const again = [resumed!, answer!, ...rest].map((event, index) => ({ ...event, sequence: at + 1 + index }));
  return { ...run, events: [...run.events.slice(0, at + 1), ...again] };
}

import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { runDetails } from "#workbench/explorer/vscode/items/runDetails.ts";

const now = new Date(2026, 5, 10, 18, 0, 0).getTime();
const title =
  "Nightly triage, 212 tickets of the spring campaign, with those that were opened again since the last week";
const waiting: Run = {
  id: "7f0e2b1c-2f0a-4f4e-9f4f-6e1a52f0a001",
  status: "awaiting_input",
  input: { title },
  started_at: new Date(now - 600_000).toISOString(),
  user_id: "customer-7421",
  input_requests: [{ id: "q", prompt: "Approve issuing a $620 refund?", params: { amount: 620 } }],
};

test("the tooltip of a waiting run has its whole title, and its question once", () => {
  const { title: shown, status, sentence, facts } = runDetails(waiting, now, { since: now - 60_000 });
  expect(shown).toBe(title);
  expect(status).toBe("Waiting for you");
  expect(sentence.map(({ text }) => text)).toEqual(["1 input request"]);
  expect(facts.map(([name, value]) => `${name}: ${value}`)).toEqual([
    "Started: Today 17:50:00",
    "Duration: 10 min",
    "Waiting since: Today 17:59:00",
    "User: customer-7421",
    "Run: 7f0e2b1c-2f0a-4f4e-9f4f-6e1a52f0a001",
    "Asks: Approve issuing a $620 refund?",
    "With: amount 620",
  ]);
});

test("it has all that a narrow row may leave out", () => {
  const known = {
    test: "refund.golden.json",
    byAgent: true,
    batch: "tickets.jsonl",
    failedNodes: 2,
    unsent: "Not sent: No server is listening",
  };
  const { title: shown, facts } = runDetails(waiting, now, known);
  expect(shown).toBe("refund.golden.json");
  const values = facts.map(([name, value]) => `${name}: ${value}`);
  expect(values).toEqual(
    expect.arrayContaining([
      "Batch: tickets.jsonl",
      "Started by: an agent",
      "Nodes: 2 nodes failed",
      "Answer: Not sent: No server is listening",
    ]),
  );
});

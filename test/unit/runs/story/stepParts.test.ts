import { expect, test } from "vitest";
import { stepLines } from "#cli/run/stepLines.ts";
import { stepCell } from "#features/compare/vscode/rowBody.ts";
import { textsOf } from "#features/search/core/documents/indexedRun.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { stepText } from "#runs/text/stepText.ts";

const position = { id: "7", sequence: 7 };
const call = { ...position, kind: "tool", name: "crm", input: { id: 1 }, progress: "", ended: 9 } as const;

/** What a tool tells, the command line writes, a comparison names and shows, and the index has of a step. */
const words = (step: StoryStep): Record<"agent" | "cli" | "name" | "cell" | "index", string> => {
  const { name = "", summary = "", text = [] } = stepCell(step);
  const [indexed] = [...textsOf({ run: { id: "r", status: "failed", input: null }, steps: [step] })].slice(1);
  return {
    agent: stepText(step, 0, { position: () => undefined }).replace("step 1: ", ""),
    cli: "growing" in step ? "" : Array.from(stepLines(step), (line) => line.text).join("\n"),
    name: stepParts(step).called,
    cell: [name, summary, ...text.map(([piece]) => piece)].filter(Boolean).join(" "),
    index: indexed === undefined ? "" : `${indexed.kind} ${indexed.name}: ${indexed.text}`,
  };
};

const steps: Readonly<Record<string, [step: StoryStep, words: ReturnType<typeof words>]>> = {
  "a call that failed": [
    { ...call, state: "failed", result: "no such user" },
    {
      agent: 'tool crm failed\n  input: {"id":1}\n  result: no such user',
      cli: '→ crm {"id":1}\n✗ crm failed: no such user',
      name: "crm",
      cell: "crm 1 · failed · no such user",
      index: "tool crm: id: 1 · no such user",
    },
  ],
  "a call that failed in the code of a program": [
    {
      ...call,
      state: "failed",
      result: "no such user",
      traceback: `Traceback:\n${[1, 2, 3, 4].map((line) => `  File "/app/crm.py", line ${line}, in look\n`).join("")}KeyError`,
    },
    {
      agent:
        'tool crm failed\n  input: {"id":1}\n  result: no such user\n' +
        "  failed in: /app/crm.py:2 in look, /app/crm.py:3 in look, /app/crm.py:4 in look",
      cli: '→ crm {"id":1}\n✗ crm failed: no such user',
      name: "crm",
      cell: "crm 1 · failed · no such user",
      index: expect.stringMatching(/^tool crm: id: 1 · no such user · Traceback:[^]*line 4, in look\nKeyError$/),
    },
  ],
  "a text of an agent": [
    {
      ...position,
      kind: "text",
      object: "answer",
      text: "Done",
      growing: false,
      speaker: { key: "1", name: "Support" },
    },
    {
      agent: "text answer, by Support\n  Done",
      cli: "",
      name: "answer",
      cell: "Done",
      index: "text Support: Done",
    },
  ],
  "a notice": [
    { ...position, kind: "notice", text: "Still at work" },
    {
      agent: "notice\n  Still at work",
      cli: "! Still at work",
      name: "notice",
      cell: "Still at work",
      index: "request notice: Still at work",
    },
  ],
  "an input request": [
    {
      ...position,
      kind: "request",
      request: "approval",
      prompt: "Refund?",
      data: { id: "q", amount: 5 },
      pending: true,
    },
    {
      agent: 'asks for approval, pending\n  asks: Refund?\n  data: {"id":"q","amount":5}',
      cli: "? Asks for approval: Refund?",
      name: "approval request",
      cell: "Asked for approval: Refund?",
      index: "request approval: Refund? · amount: 5",
    },
  ],
  "an answer": [
    { ...position, kind: "answer", prompt: "Refund?", data: { id: "q", type: "approval", approved: true } },
    {
      agent: 'a person\'s answer\n  answer: {"id":"q","type":"approval","approved":true}',
      cli: '! Answered: {"id":"q","type":"approval","approved":true}',
      name: "answer",
      cell: "Approved: “Refund?”",
      index: "answer : Refund? · approved: true",
    },
  ],
  "a workflow that failed": [
    {
      ...position,
      kind: "workflow",
      outcome: "failed",
      error: { message: "no network" },
      nodes: [
        { node: "1", name: "Read", status: "success" },
        { node: "2", name: "Send", status: "failure", error: "timed out" },
      ],
    },
    {
      agent: "workflow failed\n  error: no network\n  node Send: failure, timed out\n  node Read: success",
      cli: "Workflow failed: no network",
      name: "workflow",
      cell: "Workflow failed: no network",
      index: "workflow : message: no network · Read: success · Send: failure · timed out",
    },
  ],
  "the end of a run that failed": [
    { ...position, kind: "failed", error: { code: "E1", message: "broken" } },
    {
      agent: "run failed\n  error: E1: broken",
      cli: "",
      name: "run failed",
      cell: "Run failed: E1: broken",
      index: "error E1: code: E1, message: broken",
    },
  ],
};

for (const [title, [step, expected]] of Object.entries(steps)) {
  test(`tools, command line, comparison and index say the same of ${title}`, () => {
    expect(words(step)).toEqual(expected);
  });
}

test("a step fails that says so", () => {
  const failed = Object.entries(steps).filter(([, [step]]) => stepParts(step).failed);
  expect(failed.map(([title]) => title)).toEqual([
    "a call that failed",
    "a call that failed in the code of a program",
    "a workflow that failed",
    "the end of a run that failed",
  ]);
});

import type { InputRequestForm, InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { delta, header, requestStep, runState, type Snapshot, snapshot, story } from "./sampleRun.ts";

const base = { since: "2026-06-10T09:15:24Z", progress: { kind: "open" }, draft: {}, draftVersion: 1 } as const;

export function approval(
  change: Partial<InputRequestView> = {},
  form: Partial<InputRequestForm> = {},
): InputRequestView {
  const asked: InputRequestForm = {
    id: "approve",
    kind: "approval",
    title: "Approval",
    prompt:
      "Approve issuing a **$620** refund to `customer-7421`? The second charge of order `ord_01J9ZC4M7T8QK2V5W6X7Y8Z9A0` is settled and has no dispute.",
    params: [
      { name: "amount", kind: "number", text: "620", editable: true },
      { name: "currency", kind: "string", text: "USD", editable: false },
      { name: "charge_id", kind: "string", text: "ch_3PqT9aLkdIwHu7ix1F3g5H7j", editable: false },
    ],
    questions: [],
    json: '{\n  "id": "approve",\n  "type": "approval_request"\n}',
    ...form,
  };
  return { ...base, form: asked, sequence: 17, ...change };
}

export function feedback(
  change: Partial<InputRequestView> = {},
  form: Partial<InputRequestForm> = {},
): InputRequestView {
  const asked: InputRequestForm = {
    id: "tone",
    kind: "feedback",
    title: "Feedback",
    prompt: "Two things before I write to the customer.",
    params: [],
    questions: [
      {
        id: "tone",
        header: "Tone",
        question: "How should the reply sound?",
        options: [
          { label: "Plain and short", description: "Two sentences, the amount, the date." },
          { label: "Apologetic", description: "Says sorry first, then the facts." },
        ],
        several: false,
        custom: false,
      },
      {
        id: "extras",
        header: "Extras",
        question: "What may I offer?",
        options: [
          { label: "One month free", description: "Pro plan only." },
          { label: "Priority queue", description: "" },
        ],
        several: true,
        custom: true,
      },
    ],
    json: '{\n  "id": "tone"\n}',
    ...form,
  };
  return { ...base, form: asked, sequence: 18, ...change };
}

export function unknown(change: Partial<InputRequestView> = {}): InputRequestView {
  const form = {
    id: "vote",
    kind: "unknown",
    title: "vote_request",
    prompt: "Which way?",
    params: [],
    questions: [],
  } as const;
  const json = '{\n  "id": "vote",\n  "type": "vote_request",\n  "ways": ["left", "right"]\n}';
  return { ...base, form: { ...form, json }, ...change };
}

const asked: StepView[] = [
  requestStep(17, { id: "s6", at: 3200 }),
  requestStep(18, { id: "s7", at: 3300, title: "Asked for feedback", text: "Two questions about the reply." }),
  {
    kind: "paused",
    id: "s8",
    sequence: 19,
    at: 3300,
    iteration: 2,
    title: "Paused",
    text: "Checkpoint ckpt_01J9ZC8Q.",
  },
];

/** A run that waits for these. */
export function waitingSnapshot(...requests: InputRequestView[]): Snapshot {
  const waiting = header({
    status: "awaiting_input",
    statusWord: "Waiting for you",
    sentence: [{ text: `${requests.length} requests` }],
  });
  return snapshot({ state: runState({ header: waiting, requests }), story: [...story.slice(0, 5), ...asked] });
}

/** The requests as they are now. */
export const requestDelta = (batch: number, ...requests: InputRequestView[]): HostMessage =>
  delta({ batch, state: { requests } });

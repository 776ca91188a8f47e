import fc from "fast-check";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { isEventPosition } from "#model/eventPosition.ts";
import type { PanelMessage } from "#workbench/panel/page/messages.ts";

const actions = [
  ...(["cancel", "filterBySession", "filterByUser"] as const),
  ...(["openExport", "openInput", "openOutput", "openRun", "openText", "replaceKey"] as const),
  ...(["retry", "runAgain", "runAgainInSameSession", "runAgainWithEdits", "showLog", "switchConnection"] as const),
] as const;

const eventUses = ["copy", "open"] as const;
const callUses = ["copy", "open", "show"] as const;
export const callSides = ["input", "result", "output", "messages", "traceback"] as const;
export const valueUses = ["copy", "open", "save", "show"] as const;
export const sides = ["input", "output"] as const;
export const key = fc.oneof(fc.string(), fc.nat());

/** Of an event: its sequence, or one that came again. */
const place = fc.oneof(
  fc.maxSafeInteger(),
  fc.nat().map((sequence) => sequence + 1 / 1024),
);

export const decisions = ["approve", "reject", "answer"] as const;
const texts = fc.dictionary(fc.string(), fc.string());
export const draft = fc.record(
  {
    params: texts,
    rejecting: fc.constant(true),
    reason: fc.string(),
    feedback: fc.string(),
    answers: fc.dictionary(fc.string(), fc.record({ selected: fc.array(fc.string()), custom: fc.string() })),
  },
  { requiredKeys: [], noNullPrototype: true },
);
export const requestId = fc.string();

export const ours = fc.oneof<fc.Arbitrary<PanelMessage>[]>(
  fc.constant({ type: "ready" }),
  fc.constant({ type: "searchPast" }),
  fc.record({ type: fc.constantFrom("search", "searchCalls"), query: fc.string() }),
  fc.record({ type: fc.constant("ack"), batch: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant("showEvent"), sequence: place }),
  fc.record({ type: fc.constant("loadRows"), sequence: place }),
  fc.record({ type: fc.constant("loadGap"), from: fc.maxSafeInteger(), to: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant("copy"), text: fc.string() }),
  fc.record({ type: fc.constant("openLink"), address: fc.webUrl() }),
  fc.record({ type: fc.constant("openAttachment"), index: fc.nat() }),
  fc.record({ type: fc.constant("openFrame"), id: fc.string(), frame: fc.nat() }),
  fc.record({ type: fc.constant("useEvent"), use: fc.constantFrom(...eventUses), sequence: place }),
  fc.record({
    type: fc.constant("useCall"),
    use: fc.constantFrom(...callUses),
    id: fc.string(),
    side: fc.constantFrom(...callSides),
  }),
  fc.record({
    type: fc.constant("useValue"),
    use: fc.constantFrom(...valueUses),
    side: fc.constantFrom(...sides),
    path: fc.array(key),
  }),
  fc.record({ type: fc.constant("draft"), requestId, draft }),
  fc.record({ type: fc.constant("answer"), requestId, draft, decision: fc.constantFrom(...decisions) }),
  fc.record({ type: fc.constant("dismissRequest"), requestId }),
  fc.record({ type: fc.constant("answerInEditor"), requestId }),
  fc.record({ type: fc.constant("openLiveView"), requestId }),
  fc.record({ type: fc.constant("places"), places: fc.record({ tab: fc.string(), places: fc.jsonValue() }) }),
  fc.record({ type: fc.constant("action"), action: fc.constantFrom(...actions) }),
  fc.record({ type: fc.constant("act"), id: fc.string() }),
);

function isKey(step: string | number): boolean {
  return typeof step === "string" || (Number.isSafeInteger(step) && step >= 0);
}

function isDraft({ params = {}, reason = "", feedback = "", answers = {} }: AnswerDraft): boolean {
  const words = [
    ...Object.values(params),
    reason,
    feedback,
    ...Object.values(answers).flatMap((one) => [...one.selected, one.custom]),
  ];
  return words.every((word) => typeof word === "string");
}

export function isOurs(message: PanelMessage): boolean {
  switch (message.type) {
    case "search":
    case "searchCalls":
      return typeof message.query === "string";
    case "ready":
    case "searchPast":
      return Object.keys(message).length === 1;
    case "ack":
      return Number.isSafeInteger(message.batch);
    case "showEvent":
    case "loadRows":
      return isEventPosition(message.sequence);
    case "loadGap":
      return Number.isSafeInteger(message.from) && Number.isSafeInteger(message.to);
    case "useEvent":
      return isEventPosition(message.sequence) && eventUses.includes(message.use);
    case "useCall":
      return callUses.includes(message.use) && callSides.includes(message.side) && typeof message.id === "string";
    case "useValue":
      return valueUses.includes(message.use) && sides.includes(message.side) && message.path.every(isKey);
    case "useFile":
      return ["save", "show"].includes(message.use) && message.ref.path.every(isKey);
    case "draft":
      return typeof message.requestId === "string" && isDraft(message.draft);
    case "answer":
      return typeof message.requestId === "string" && isDraft(message.draft) && decisions.includes(message.decision);
    case "dismissRequest":
    case "answerInEditor":
    case "openLiveView":
      return typeof message.requestId === "string";
    case "copy":
      return typeof message.text === "string";
    case "openLink":
      return /^(https?|mailto):/i.test(message.address);
    case "openFrame":
      return typeof message.id === "string" && Number.isSafeInteger(message.frame) && message.frame >= 0;
    case "openSource":
      return ["string", "undefined"].includes(typeof message.id) && typeof message.name === "string";
    case "openAttachment":
      return Number.isSafeInteger(message.index) && message.index >= 0;
    case "places":
      return typeof message.places.tab === "string" && "places" in message.places;
    case "action":
      return actions.includes(message.action);
    case "act":
      return typeof message.id === "string";
  }
}

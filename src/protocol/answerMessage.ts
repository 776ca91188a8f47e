import type { AnswerDraft } from "../model/answerDraft.ts";
import type { Decision } from "./inputRequestForm.ts";

/** Panel → extension: about a request that it shows. */
export type AnswerMessage =
  /** What is typed and chosen so far is to be kept. */
  | { type: "draft"; requestId: string; draft: AnswerDraft }
  /** It is to be sent: the extension makes the answer of the draft, by the request that it knows. */
  | { type: "answer"; requestId: string; draft: AnswerDraft; decision: Decision }
  /** What can be answered no more is to go, with its draft. */
  | { type: "dismissRequest"; requestId: string }
  /** It is to be answered in a document. */
  | { type: "answerInEditor"; requestId: string }
  /** The browser that it hands over is to be opened outside; the extension knows its address. */
  | { type: "openLiveView"; requestId: string };

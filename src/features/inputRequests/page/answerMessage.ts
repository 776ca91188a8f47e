import type { AnswerDraft } from "../../../model/answerDraft.ts";
import type { Poster, TextHost } from "../../../ui/page.ts";
import type { Decision } from "./inputRequestForm.ts";

/** Panel → extension: about an input request that it shows. */
export type AnswerMessage =
  /** Keep the draft. */
  | { type: "draft"; requestId: string; draft: AnswerDraft }
  /** Send the answer. The extension makes it from the draft and the input request that it knows. */
  | { type: "answer"; requestId: string; draft: AnswerDraft; decision: Decision }
  /** Remove an input request that can't be answered any more, with its draft. */
  | { type: "dismissRequest"; requestId: string }
  /** Answer it in an editor. */
  | { type: "answerInEditor"; requestId: string }
  /** Open its browser in the system's browser. The extension knows the address. */
  | { type: "openLiveView"; requestId: string };

/** The extension, as the cards of input requests see it. */
export interface RequestHost extends TextHost, Poster<AnswerMessage> {
  post(message: AnswerMessage | Parameters<TextHost["post"]>[0]): void;
  copy(text: string): void;
}

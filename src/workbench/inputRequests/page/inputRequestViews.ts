import type { AnswerDraft } from "#model/answerDraft.ts";
import type { Question } from "#model/questions.ts";

export type Decision = "approve" | "reject" | "answer";

export interface FormParam {
  name: string;
  /** The kind of field, from the type of the value. A value without a simple type is edited as JSON. */
  kind: "string" | "number" | "boolean" | "json";
  /** The value as the text of a field: a string unchanged, any other value as JSON, empty without a value. */
  text: string;
  /** The length of the whole text, in characters, when `text` is only its beginning and so can't be edited. */
  length?: number;
  editable: boolean;
}

export interface InputRequestForm {
  id: string;
  /** `unknown`: the type or a field isn't known, so it is shown raw with a field for free text. */
  kind: "approval" | "feedback" | "unknown";
  /** *Approval*, *Feedback*, or the type as the API sent it. */
  title: string;
  prompt: string;
  params: readonly FormParam[];
  questions: readonly Question[];
  /** The input request as the API sent it, pretty-printed; the beginning of a long one. */
  json: string;
}

/** The progress of an input request in the panel. */
export type AnswerProgress =
  | { kind: "open" }
  | { kind: "sending" }
  | { kind: "failed"; reason: string }
  /** It can't be answered any more. `mine`: this person's answer arrived. */
  | { kind: "settled"; title: string; text: string; mine: boolean };

/** An input request beside the story: its form, its draft and its progress. */
export interface InputRequestView {
  form: InputRequestForm;
  /** When it was asked, ISO 8601. */
  since?: string;
  /** The event that brings it in the story. */
  sequence?: number;
  progress: AnswerProgress;
  /**
   * Whether the address of the agent's browser is known, when a person has to act there. The address itself stays in
   * the extension.
   */
  liveView?: "known" | "unknown";
  draft: AnswerDraft;
  /** Rises when anybody but this panel changed the draft. The panel then replaces its own draft. */
  draftVersion: number;
}

import type { AnswerDraft } from "../model/answerDraft.ts";
import type { Question } from "../model/questions.ts";

/** What a person can do with a request. */
export type Decision = "approve" | "reject" | "answer";

/** A parameter of a request. */
export interface FormParam {
  name: string;
  /** By its value: what has no simple type is edited as JSON. */
  kind: "string" | "number" | "boolean" | "json";
  /** The value as the text of a field: that of a string as it is, any other as JSON. Empty where there is none. */
  text: string;
  /** Of the whole text, in characters, when `text` is only its beginning: then it is not editable. */
  length?: number;
  editable: boolean;
}

/** A request for a person's input as a form. */
export interface InputRequestForm {
  id: string;
  /** `unknown`: of a type, or with fields, that no form is made for; it is shown raw, and answered freely. */
  kind: "approval" | "feedback" | "unknown";
  /** *Approval*, *Feedback*, or the type as the API sent it. */
  title: string;
  /** Markdown; may be empty. */
  prompt: string;
  params: readonly FormParam[];
  questions: readonly Question[];
  /** The request as the API sent it, pretty-printed; the beginning of a long one. */
  json: string;
}

/** Where a request stands for the panel. */
export type AnswerProgress =
  | { kind: "open" }
  | { kind: "sending" }
  | { kind: "failed"; reason: string }
  /** It can be answered no more. `mine`: the answer of this person arrived. */
  | { kind: "settled"; title: string; text: string; mine: boolean };

/** A request beside the story: the form, what is in it, and where it stands. */
export interface InputRequestView {
  form: InputRequestForm;
  /** When it was asked, ISO 8601. */
  since?: string;
  /** The event that tells of it in the story. */
  sequence?: number;
  progress: AnswerProgress;
  /**
   * A person is to act in the agent's browser. Whether its address is known; the address itself stays in the extension.
   */
  liveView?: "known" | "unknown";
  draft: AnswerDraft;
  /** Rises when the draft was changed by anybody but this panel: then the panel takes it over. */
  draftVersion: number;
}

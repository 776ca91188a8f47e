import type { AnswerDraft } from "../../model/answerDraft.ts";
import type { Decision, InputRequestForm } from "../../protocol/inputRequestForm.ts";

/** What the forms of a request draw and do. */
export interface FormProps {
  form: InputRequestForm;
  draft: AnswerDraft;
  /** On its way: nothing can be changed. */
  sending: boolean;
  /** It did not arrive the last time. */
  failed: boolean;
  /** Why it cannot be sent like this, once somebody tried. */
  problem: string | undefined;
  edit: (draft: AnswerDraft) => void;
  send: (decision: Decision) => void;
  openEditor: () => void;
}

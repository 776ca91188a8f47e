import type { AnswerDraft } from "../../../model/answerDraft.ts";
import type { Decision, InputRequestForm } from "./inputRequestViews.ts";

/** What the forms of an input request show and do. */
export interface FormProps {
  form: InputRequestForm;
  draft: AnswerDraft;
  /** Whether the answer is being sent, so that nothing can be changed. */
  sending: boolean;
  /** Whether the buttons are off for a moment: the card has just come to where the person is. */
  off: boolean;
  /** Whether the last answer did not arrive. */
  failed: boolean;
  /** Why it can't be sent, after somebody tried. */
  problem: string | undefined;
  edit: (draft: AnswerDraft) => void;
  send: (decision: Decision) => void;
  openEditor: () => void;
}

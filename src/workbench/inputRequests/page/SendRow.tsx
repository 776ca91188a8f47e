import type { AnswerDraft } from "#model/answerDraft.ts";
import { Icon } from "#ui/Icon.tsx";
import type { Decision, InputRequestForm } from "./inputRequestViews.ts";

interface SendRowProps extends Pick<FormProps, "failed" | "sending" | "off" | "problem"> {
  label: string;
  /** Whether the form is ready. If not, a click on the button says why. */
  ready: boolean;
  hint: string;
  onSend: () => void;
  second: { label: string; onPress: () => void };
}

/** The buttons below a form. While the answer is sent, the button stays in its place and keeps the focus. */
export function SendRow({ label, failed, sending, off, ready, problem, hint, onSend, second }: SendRowProps) {
  const word = sending ? "Sending…" : failed ? "Send Again" : label;
  return (
    <div class="do">
      {problem !== undefined && (
        <p class="wrong" role="alert">
          {problem}
        </p>
      )}
      <button
        type="button"
        class="btn"
        disabled={off}
        aria-disabled={sending || !ready}
        title={sending ? undefined : `${word === label ? label : `${word}: ${label}`} (Ctrl+Enter)`}
        onClick={onSend}
      >
        {sending && <Icon name="loading" />}
        {word}
      </button>
      {!sending && (
        <button type="button" class="btn second" disabled={off} onClick={second.onPress}>
          {second.label}
        </button>
      )}
      {hint !== "" && <span class="hint">{hint}</span>}
    </div>
  );
}

/** What the forms of an input request show and do. */
export interface FormProps {
  form: InputRequestForm;
  draft: AnswerDraft;
  /** Whether the answer is being sent, so that nothing can be changed. */
  sending: boolean;
  /** Whether the buttons are off for a moment: the card has just come to where the person is. */
  off: boolean;
  failed: boolean;
  /** Why it can't be sent, after somebody tried. */
  problem: string | undefined;
  edit: (draft: AnswerDraft) => void;
  send: (decision: Decision) => void;
  openEditor: () => void;
}

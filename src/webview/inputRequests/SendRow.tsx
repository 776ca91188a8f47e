import type { ComponentChildren } from "preact";
import { Icon } from "../ui/Icon.tsx";

interface SendRowProps {
  /** The label of the button that sends it. */
  label: string;
  failed: boolean;
  sending: boolean;
  /** Whether the form is ready. If not, a click on the button says why. */
  ready: boolean;
  problem: string | undefined;
  hint: string;
  onSend: () => void;
  /** Other buttons. */
  children?: ComponentChildren;
}

/** The buttons below a form. While the answer is sent, the button stays in its place and keeps the focus. */
export function SendRow({ label, failed, sending, ready, problem, hint, onSend, children }: SendRowProps) {
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
        aria-disabled={sending || !ready}
        title={sending ? undefined : `${word === label ? label : `${word}: ${label}`} (Ctrl+Enter)`}
        onClick={onSend}
      >
        {sending && <Icon name="loading" />}
        {word}
      </button>
      {!sending && children}
      {hint !== "" && <span class="hint">{hint}</span>}
    </div>
  );
}

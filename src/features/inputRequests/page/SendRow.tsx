import { Icon } from "../../../ui/Icon.tsx";

interface SendRowProps {
  label: string;
  failed: boolean;
  sending: boolean;
  /** Whether the buttons are off for a moment. */
  off: boolean;
  /** Whether the form is ready. If not, a click on the button says why. */
  ready: boolean;
  problem: string | undefined;
  hint: string;
  onSend: () => void;
  /** The button beside it. */
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

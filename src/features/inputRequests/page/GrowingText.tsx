interface GrowingProps {
  id: string;
  text: string;
  placeholder: string;
  readOnly: boolean;
  onText: (text: string) => void;
  name?: string;
  /** Whether the lines are code rather than prose. */
  code?: boolean;
  wrong?: boolean;
  describedBy?: string;
}

/** A text box that grows with its text, up to a height that keeps the rest in view. */
export function GrowingText({ id, text, placeholder, readOnly, onText, name, code, wrong, describedBy }: GrowingProps) {
  return (
    <textarea
      class={code ? "area code" : "area"}
      id={id}
      name={name}
      value={text}
      placeholder={placeholder}
      readOnly={readOnly}
      spellcheck={!code}
      aria-invalid={wrong}
      aria-describedby={describedBy}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}

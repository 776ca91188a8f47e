interface GrowingProps {
  id: string;
  text: string;
  placeholder: string;
  readOnly: boolean;
  onText: (text: string) => void;
  name?: string;
  /** Lines of code, not of prose. */
  code?: boolean;
  wrong?: boolean;
  describedBy?: string | undefined;
}

/** A box for a text that grows with it, up to a height that leaves the rest in sight. */
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

import { useId } from "preact/hooks";
import { formatCount } from "../../../model/counts.ts";
import { IconButton } from "../../../ui/Icon.tsx";
import { GrowingText } from "./GrowingText.tsx";
import type { FormParam } from "./inputRequestViews.ts";

interface FieldProps {
  param: FormParam;
  text: string;
  changed: boolean;
  problem: string | undefined;
  sending: boolean;
  onText: (text: string) => void;
}

/** A longer text, in characters, or one with several lines, gets a text box. */
const longestLine = 60;

/** A parameter that may be edited. Its original value stays in view and can be restored with one click. */
export function ParamField(props: FieldProps) {
  const { param, changed, problem, sending } = props;
  const id = useId();
  const edited = changed || problem !== undefined;
  const about =
    [...(edited ? [`${id}-was`] : []), ...(problem === undefined ? [] : [`${id}-wrong`])].join(" ") || undefined;
  return (
    <>
      <dt>
        <label for={id}>{param.name}</label>
      </dt>
      <dd class={`edit${changed ? " changed" : ""}${problem === undefined ? "" : " bad"}`}>
        <Field {...props} id={id} about={about} />
        {edited && (
          <>
            <span class="was" id={`${id}-was`} title={param.text}>
              was {short(param.text)}
            </span>
            {!sending && (
              <IconButton
                icon="discard"
                name={`Reset ${param.name} to ${short(param.text)}`}
                onPress={() => props.onText(param.text)}
              />
            )}
          </>
        )}
        {problem !== undefined && (
          <p class="wrong" id={`${id}-wrong`}>
            {problem}
          </p>
        )}
      </dd>
    </>
  );
}

function Field({
  param,
  text,
  problem,
  sending,
  onText,
  id,
  about,
}: FieldProps & { id: string; about: string | undefined }) {
  const wrong = problem !== undefined;
  if (param.kind === "boolean") {
    return (
      <span class="check">
        <input
          type="checkbox"
          id={id}
          checked={text === "true"}
          aria-describedby={about}
          aria-readonly={sending}
          onClick={(event) => sending && event.preventDefault()}
          onChange={(event) => onText(String(event.currentTarget.checked))}
        />
        <span>{text}</span>
      </span>
    );
  }
  const code = param.kind === "json";
  if (code || /\n/.test(param.text) || param.text.length > longestLine || /\n/.test(text)) {
    const placeholder = code ? "JSON" : "";
    const box = { id, text, placeholder, readOnly: sending, onText, code, wrong, describedBy: about };
    return <GrowingText {...box} />;
  }
  return (
    <input
      class="field"
      id={id}
      value={text}
      inputMode={param.kind === "number" ? "decimal" : "text"}
      autocomplete="off"
      spellcheck={false}
      readOnly={sending}
      aria-invalid={wrong}
      aria-describedby={about}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}

/** A parameter that can't be edited. */
export function FixedParam({ param }: { param: FormParam }) {
  const { name, kind, text, length } = param;
  const code = kind !== "string" || /^\S{16,}$/.test(text);
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {text.includes("\n") ? (
          <pre tabIndex={0} aria-label={name}>
            {text}
          </pre>
        ) : code ? (
          <code>{text}</code>
        ) : (
          <span>{text}</span>
        )}
        {length !== undefined && <span class="was">+ {formatCount(length - text.length)} characters</span>}
      </dd>
    </>
  );
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") return "empty";
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}

import { useId } from "preact/hooks";
import { shortened } from "#base/text/oneLine.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { formatCount } from "#model/counts.ts";
import type { Question } from "#model/questions.ts";
import { IconButton } from "#ui/Icon.tsx";
import { questionDraft, withCustom, withOption } from "./answerMemory.ts";
import type { FormParam } from "./inputRequestViews.ts";

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

interface FieldProps {
  param: FormParam;
  text: string;
  changed: boolean;
  problem: string | undefined;
  sending: boolean;
  onText: (text: string) => void;
}

/** A longer text, in characters, or one with several lines, gets a text box. */
const maxLineLength = 60;

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
              was {shortText(param.text)}
            </span>
            {!sending && (
              <IconButton
                icon="discard"
                name={`Reset ${param.name} to ${shortText(param.text)}`}
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
  if (code || /\n/.test(param.text) || param.text.length > maxLineLength || /\n/.test(text)) {
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

function shortText(text: string): string {
  return shortened(text.replace(/\s+/g, " ").trim(), 24) || "empty";
}

interface QuestionProps {
  question: Question;
  draft: AnswerDraft;
  sending: boolean;
  edit: (draft: AnswerDraft) => void;
}

/**
 * A structured question: one option or several, each with its description, and a field for one's own words if they are
 * allowed.
 */
export function QuestionField({ question, draft, sending, edit }: QuestionProps) {
  const id = useId();
  const { header, options, several, custom } = question;
  const { selected, custom: words } = questionDraft(draft, question);
  return (
    <fieldset>
      <legend>
        {header !== "" && header !== question.question && <span class="hd">{header} </span>}
        {question.question}
        {several && <span class="dim"> Select one or more</span>}
      </legend>
      <div class="opts">
        {options.map(({ label, description }, index) => (
          <label class="check" key={label}>
            <input
              type={several ? "checkbox" : "radio"}
              name={id}
              checked={selected.includes(label)}
              aria-describedby={description === "" ? undefined : `${id}-${index}`}
              aria-label={label}
              onClick={(event) => sending && event.preventDefault()}
              onChange={(event) => edit(withOption(draft, question, label, event.currentTarget.checked))}
            />
            <span>{label}</span>
            {description !== "" && (
              <span class="desc" id={`${id}-${index}`}>
                {description}
              </span>
            )}
          </label>
        ))}
        {custom && (
          <input
            class="field"
            value={words}
            aria-label={`${header || question.question}: your own answer`}
            placeholder={options.length > 0 ? "Something else…" : "Your answer"}
            readOnly={sending}
            onInput={(event) => edit(withCustom(draft, question, event.currentTarget.value))}
          />
        )}
      </div>
    </fieldset>
  );
}

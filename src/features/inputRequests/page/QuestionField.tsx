import { useId } from "preact/hooks";
import type { AnswerDraft } from "../../../model/answerDraft.ts";
import type { Question } from "../../../model/questions.ts";
import { questionDraft, withCustom, withOption } from "./answerMemory.ts";

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

import { useId } from "preact/hooks";
import { isEmptyDraft } from "../../model/answerDraft.ts";
import { formProblem, isAnswered } from "../../protocol/formValues.ts";
import type { FormProps } from "./formProps.ts";
import { GrowingText } from "./GrowingText.tsx";
import { FixedParam } from "./ParamField.tsx";
import { QuestionField } from "./QuestionField.tsx";
import { SendRow } from "./SendRow.tsx";

/** Questions, if there are any, and a free answer. */
export function FeedbackForm({ form, draft, sending, failed, problem, edit, send, openEditor }: FormProps) {
  const id = useId();
  const { questions } = form;
  const chosen = questions.filter((question) => isAnswered(question, draft)).length;
  const kept = isEmptyDraft(draft) ? "" : "Draft kept";
  return (
    <>
      {form.params.length > 0 && (
        <dl class="params">
          {form.params.map((param) => (
            <FixedParam key={param.name} param={param} />
          ))}
        </dl>
      )}
      {questions.map((question) => (
        <QuestionField key={question.id} question={question} draft={draft} sending={sending} edit={edit} />
      ))}
      <label class="sr" for={id}>
        {questions.length > 0 ? "Anything else" : "Answer"}
      </label>
      <GrowingText
        id={id}
        text={draft.feedback ?? ""}
        placeholder={questions.length > 0 ? "Anything else the agent should know" : "Your answer"}
        readOnly={sending}
        onText={(feedback) => edit({ ...draft, feedback })}
      />
      <SendRow
        label="Send Answer"
        failed={failed}
        sending={sending}
        ready={formProblem(form, draft, "answer") === undefined}
        problem={problem}
        hint={questions.length > 0 ? `${chosen} of ${questions.length} chosen` : kept}
        onSend={() => send("answer")}
      >
        <button type="button" class="btn second" onClick={openEditor}>
          Answer in Editor
        </button>
      </SendRow>
    </>
  );
}

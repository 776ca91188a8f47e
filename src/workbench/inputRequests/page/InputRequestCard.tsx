import { useId, useRef, useState } from "preact/hooks";
import { type AnswerDraft, isEmptyDraft } from "#model/answerDraft.ts";
import { parseTime } from "#model/isoTime.ts";
import { formatAgo } from "#model/times.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { JsonText } from "#ui/JsonText.tsx";
import { Markdown } from "#ui/markdown/Markdown.tsx";
import { focusOn } from "#ui/reveal.ts";
import type { AnswerMemory } from "./answerMemory.ts";
import type { RequestHost } from "./answerMessage.ts";
import { ApprovalForm } from "./ApprovalForm.tsx";
import { GrowingText, FixedParam, QuestionField } from "./FormFields.tsx";
import { formProblem, isAnswered } from "./formValues.ts";
import type { Decision, InputRequestView } from "./inputRequestViews.ts";
import { SendRow, type FormProps } from "./SendRow.tsx";

interface CardProps {
  view: InputRequestView;
  host: RequestHost;
  memory: AnswerMemory;
  open: boolean;
  /** Whether its buttons are off, because it has just come to where the person is. */
  off: boolean;
  onChange: () => void;
}

/** One input request: its prompt, the form for the answer, and its progress. `Ctrl+Enter` sends the answer. */
export function InputRequestCard({ view, host, memory, open, off, onChange }: CardProps) {
  const { form, progress } = view;
  const { draft } = memory;
  const root = useRef<HTMLElement>(null);
  const [problem, setProblem] = useState<string>();
  const title = useId();
  const body = useId();
  const sending = progress.kind === "sending";
  const edit = (next: AnswerDraft): void => {
    if (sending) return;
    memory.draft = next;
    host.post({ type: "draft", requestId: form.id, draft: next });
    setProblem(undefined);
    onChange();
  };
  const send = (decision: Decision): void => {
    if (sending || off) return;
    const wrong = formProblem(form, memory.draft, decision);
    setProblem(wrong);
    if (wrong === undefined) host.post({ type: "answer", requestId: form.id, draft: memory.draft, decision });
    else focusOn(root.current?.querySelector<HTMLElement>("[aria-invalid='true'], input:not(:checked), textarea"));
  };
  const main: Decision = form.kind !== "approval" ? "answer" : draft.rejecting ? "reject" : "approve";
  const onKeyDown = (event: KeyboardEvent): void => {
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey) && open;
    // A key that is held is no press, and the focus may have moved on to this card meanwhile.
    if (isSend && !event.repeat) send(main);
    else if (isSend) event.preventDefault();
    else if (event.key === "Escape" && isField(event.target)) focusOn(root.current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggle = (what: "open" | "json", value: boolean): void => {
    memory[what] = value;
    onChange();
  };
  const showJson = (): void => {
    memory.open = true;
    toggle("json", !(open && json));
  };
  const json = memory.json ?? form.kind === "unknown";
  const openEditor = (): void => host.post({ type: "answerInEditor", requestId: form.id });
  const failed = progress.kind === "failed";
  const props: FormProps = { form, draft, sending, off, failed, problem, edit, send, openEditor };
  return (
    <section class="ask" aria-labelledby={title} data-request={form.id} tabIndex={-1} ref={root} onKeyDown={onKeyDown}>
      <header>
        <button
          type="button"
          class="fold"
          aria-expanded={open}
          aria-controls={body}
          aria-label={`${open ? "Collapse" : "Expand"} ${form.title}`}
          onClick={() => toggle("open", !open)}
        >
          <Icon name={open ? "chevron-down" : "chevron-right"} />
        </button>
        <Icon name="bell-dot" tone="wait" />
        <h3 id={title} class="ellipsis" title={form.title}>
          {form.title}
        </h3>
        <Ago time={view.since} />
        <IconButton icon="json" name="Show Input Request as JSON" pressed={open && json} onPress={showJson} />
      </header>
      <div class="in" id={body} hidden={!open}>
        {open && (
          <>
            {form.prompt !== "" && (
              <div class="prompt">
                <Markdown text={form.prompt} growing={false} host={host} head="h3" />
              </div>
            )}
            <LiveBrowser view={view} host={host} />
            {json && (
              <div class="source">
                <JsonText text={form.json} label="Input Request as JSON" />
              </div>
            )}
            {progress.kind === "failed" && (
              <div class="unsent" role="alert">
                <Icon name="error" tone="bad" />
                <span>{progress.reason}</span>
              </div>
            )}
            {form.kind === "approval" ? <ApprovalForm {...props} /> : <FeedbackForm {...props} />}
          </>
        )}
      </div>
    </section>
  );
}

function Ago({ time }: { time: string | undefined }) {
  const asked = parseTime(time);
  const now = useNow(asked !== undefined, 5000);
  return <span class="when">{asked === undefined ? "" : formatAgo(now - asked)}</span>;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Questions, if there are any, and a free answer. */
function FeedbackForm(props: FormProps) {
  const { form, draft, sending, edit, send, openEditor } = props;
  const id = useId();
  const { questions } = form;
  const chosen = questions.filter((question) => isAnswered(question, draft)).length;
  const kept = isEmptyDraft(draft) ? "" : "Draft saved";
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
        {...props}
        label="Send Answer"
        ready={formProblem(form, draft, "answer") === undefined}
        hint={questions.length > 0 ? `${chosen} of ${questions.length} chosen` : kept}
        onSend={() => send("answer")}
        second={{ label: "Answer in Editor", onPress: openEditor }}
      />
    </>
  );
}

/** The button that opens the browser that the agent hands over. Its address stays in the extension. */
function LiveBrowser({ view, host }: { view: InputRequestView; host: RequestHost }) {
  if (!view.liveView) return null;
  if (view.liveView === "unknown") {
    return (
      <p class="browser dim">
        <Icon name="info" />
        The run hasn't sent the address of its browser yet.
      </p>
    );
  }
  const open = (): void => host.post({ type: "openLiveView", requestId: view.form.id });
  return (
    <p class="browser">
      <button type="button" class="btn second" onClick={open}>
        <Icon name="link-external" />
        Open the Agent's Browser
      </button>
      <span class="dim">Opens the agent's browser outside VS Code.</span>
    </p>
  );
}

import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { isEmptyDraft } from "#model/answerDraft.ts";
import { countOf } from "#model/counts.ts";
import { focusOn } from "#ui/reveal.ts";
import { withParam } from "./answerMemory.ts";
import { GrowingText, FixedParam, ParamField } from "./FormFields.tsx";
import { draftText, editedParams } from "./formValues.ts";
import { SendRow, type FormProps } from "./SendRow.tsx";

/** Parameters, of which some can be edited, and the decision. */
export function ApprovalForm(props: FormProps) {
  const { form, draft, sending, edit } = props;
  const { changed, problems } = editedParams(form, draft);
  const changes = Object.keys(changed).length;
  const root = useRef<HTMLDivElement>(null);
  /** The element that gets the focus when the buttons change, which only the person's own click does. */
  const next = useRef<string>(undefined);
  const turn = (rejecting: boolean): void => {
    next.current = rejecting ? "textarea[name='reason']" : ".do .second";
    edit({ ...draft, rejecting });
  };
  useLayoutEffect(() => {
    if (next.current !== undefined) focusOn(root.current?.querySelector<HTMLElement>(next.current));
    next.current = undefined;
  });
  return (
    <div class="form" ref={root}>
      {form.params.length > 0 && (
        <dl class="params">
          {form.params.map((param) =>
            param.editable ? (
              <ParamField
                key={param.name}
                param={param}
                text={draftText(draft, param.name) ?? param.text}
                changed={Object.hasOwn(changed, param.name)}
                problem={Object.hasOwn(problems, param.name) ? problems[param.name] : undefined}
                sending={sending}
                onText={(text) => edit(withParam(draft, param.name, text, param.text))}
              />
            ) : (
              <FixedParam key={param.name} param={param} />
            ),
          )}
        </dl>
      )}
      {draft.rejecting ? (
        <Rejection {...props} onBack={() => turn(false)} />
      ) : (
        <SendRow
          {...props}
          label={changes === 0 ? "Approve" : `Approve with ${countOf(changes, "Change")}`}
          ready={Object.keys(problems).length === 0}
          hint={isEmptyDraft(draft) ? "" : "Draft saved"}
          onSend={() => props.send("approve")}
          second={{ label: "Reject…", onPress: () => turn(true) }}
        />
      )}
    </div>
  );
}

/** The box for a reason, in place of the buttons. */
function Rejection(props: FormProps & { onBack: () => void }) {
  const { draft, sending, edit, send, onBack } = props;
  const id = useId();
  return (
    <div class="reject">
      <label for={id}>Reason</label>
      <GrowingText
        id={id}
        name="reason"
        text={draft.reason ?? ""}
        placeholder="Reason (optional, sent to the agent)"
        readOnly={sending}
        onText={(reason) => edit({ ...draft, reason })}
      />
      <SendRow
        {...props}
        label="Reject"
        ready
        hint={draft.reason ? "Draft saved" : ""}
        onSend={() => send("reject")}
        second={{ label: "Back", onPress: onBack }}
      />
    </div>
  );
}

import { useId } from "preact/hooks";
import { type AnswerDraft, isEmptyDraft } from "../../../model/answerDraft.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Markdown } from "../../../ui/markdown/Markdown.tsx";
import type { RequestHost } from "./answerMessage.ts";
import type { AnswerProgress, InputRequestView } from "./inputRequestViews.ts";

interface SettledProps {
  view: InputRequestView;
  progress: Extract<AnswerProgress, { kind: "settled" }>;
  draft: AnswerDraft;
  /** The height that it keeps, in pixels. */
  height: number | undefined;
  host: RequestHost;
}

/**
 * An input request that no longer waits: how it was settled, and the draft that wasn't sent, until the person discards
 * it.
 */
export function SettledInputRequest({ view, progress, draft, height, host }: SettledProps) {
  const title = useId();
  const { form } = view;
  const kept = progress.mine || isEmptyDraft(draft) ? "" : draftAsText(draft);
  return (
    <section
      class="ask settled"
      aria-labelledby={title}
      data-request={form.id}
      tabIndex={-1}
      style={height === undefined ? undefined : { minHeight: `${height}px` }}
    >
      <header>
        <Icon name={progress.mine ? "verified-filled" : "info"} />
        <h3 id={title}>{progress.title}</h3>
      </header>
      <div class="in">
        <div class="about">
          <Markdown text={form.prompt || form.title} growing={false} host={host} head="h3" />
        </div>
        <p role={progress.mine ? "status" : "alert"}>{progress.text}</p>
        {kept !== "" && (
          <>
            <p class="dim">Your draft:</p>
            <pre class="raw" tabIndex={0} aria-label="Your draft">
              {kept}
            </pre>
          </>
        )}
        {!progress.mine && (
          <div class="do">
            {kept !== "" && (
              <button type="button" class="btn second" onClick={() => host.copy(kept)}>
                Copy Draft
              </button>
            )}
            <button
              type="button"
              class="btn second"
              onClick={() => host.post({ type: "dismissRequest", requestId: form.id })}
            >
              {kept === "" ? "Close" : "Discard Draft"}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}

/** The contents of a draft, one per line. */
function draftAsText({ params = {}, reason = "", feedback = "", answers = {} }: AnswerDraft): string {
  const edits = Object.entries(params).map(([name, text]) => `${name}: ${text}`);
  const chosen = Object.values(answers).map(({ selected, custom }) =>
    [...selected, custom].filter((word) => word !== "").join(", "),
  );
  return [...edits, ...chosen, reason, feedback].filter((text) => text !== "").join("\n");
}

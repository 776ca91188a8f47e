import { useLayoutEffect } from "preact/hooks";
import { callStates } from "#model/callStates.ts";
import { countOf } from "#model/counts.ts";
import { secretAt, withDots } from "#ui/Dots.tsx";
import { useFold } from "#ui/hooks/useFold.ts";
import { Icon } from "#ui/Icon.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import { isUnsent, messageId } from "#workbench/panel/page/story/find/stepWords.ts";
import { MoreOfText } from "#workbench/panel/page/story/MoreOfText.tsx";
import { useStory } from "#workbench/panel/page/story/storyContext.ts";
import type { MessageView, StepView } from "#workbench/panel/page/storyViews.ts";
import { CallDuration } from "./callLook.tsx";
import { CallTraceback } from "./CallTraceback.tsx";

type Model = Extract<StepView, { kind: "model" }>;

/** A call of a model in one line. Unfolded, it shows what the model was sent and what came back. */
export function ModelCall({ step }: { step: Model }) {
  const { host, memory } = useStory();
  const [open, toggle] = useFold(memory, step.id, step.state === "failed");
  const tabIndex = useTabIndex();
  const isMissing = open && isUnsent(step);
  // The extension sends the messages of the calls that somebody reads. A call that has ended gets a new view without.
  useLayoutEffect(() => {
    if (isMissing) host.post({ type: "useCall", use: "show", id: step.id, side: "messages" });
  }, [host, isMissing, step.id]);
  const look = callStates[step.state];
  const body = `model-${step.id}`;
  return (
    <div class="mdl">
      <button
        type="button"
        class="raw-line"
        tabIndex={tabIndex}
        aria-expanded={open}
        aria-controls={open ? body : undefined}
        onClick={toggle}
      >
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <span class="sr">Model call </span>
        <code title={step.fullName}>{step.model}</code>
        <span class="facts">
          <span aria-hidden="true">{step.facts}</span>
          <span class="sr"> {step.spoken} </span>
          {step.failure !== undefined && <span class="why"> {step.failure}</span>}
        </span>
        {step.mocked && <span class="tag">mocked</span>}
        {step.cached && <span class="tag">cached</span>}
        <span class="dur">
          <CallDuration step={step} />
        </span>
        <Icon name={look.icon} tone={look.tone} label={step.state} />
      </button>
      {open && <Messages id={body} step={step} />}
    </div>
  );
}

function Messages({ id, step }: { id: string; step: Model }) {
  const { host } = useStory();
  const tabIndex = useTabIndex();
  const { messages = [], reply, usage, messageCount } = step;
  const use = (what: "copy" | "open"): void => host.post({ type: "useCall", use: what, id: step.id, side: "messages" });
  const uncover = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    const secret = secretAt(event);
    if (secret !== undefined) host.post({ type: "useCall", use: "show", id: step.id, side: "messages", secret });
  };
  return (
    <div class="msgs" id={id} onClick={uncover}>
      <header>
        <b>{countOf(messageCount, "message")}</b>
        <span class="who">as sent</span>
        {messageCount > 0 && (
          <button type="button" class="link" tabIndex={tabIndex} onClick={() => use("copy")}>
            <Icon name="copy" />
            Copy Messages
          </button>
        )}
      </header>
      <ol aria-label="Messages as sent">
        {messages.map((message, index) => (
          <li key={index}>
            <Message message={message} fold={messageId(step.id, index)} onOpen={() => use("open")} />
          </li>
        ))}
      </ol>
      {reply && (
        <div class="got">
          <Message message={reply} fold={messageId(step.id, "reply")} onOpen={() => use("open")} />
        </div>
      )}
      {usage !== undefined && <p class="usage">{usage}</p>}
      <CallTraceback step={step} />
    </div>
  );
}

const maxFolded = { lines: 8, characters: 600 };

interface MessageProps {
  message: MessageView;
  /** The id under which it stays unfolded. */
  fold: string;
  onOpen: () => void;
}

function Message({ message, fold, onOpen }: MessageProps) {
  const { memory } = useStory();
  const { role, text, length, calls = [], resultOf } = message;
  const [open, toggle] = useFold(memory, fold);
  const tabIndex = useTabIndex();
  const isLong = length !== undefined || text.length > maxFolded.characters || lines(text) > maxFolded.lines;
  return (
    <>
      <span class="role">{role}</span>
      <div>
        {text !== "" && <pre class={isLong && !open ? "two-l" : undefined}>{withDots(text)}</pre>}
        {isLong && (
          <div class="sum-l">
            <span>{countOf(length ?? text.length, "character")}</span>
            <button type="button" class="link" tabIndex={tabIndex} aria-expanded={open} onClick={toggle}>
              {open ? "Show Less" : "Show"}
            </button>
          </div>
        )}
        {open && length !== undefined && <MoreOfText left={length - text.length} onOpen={onOpen} />}
        {calls.map(({ name, input }, index) => (
          <div class="sum-l" key={index}>
            <span>asks for</span>
            <code>{name}</code>
            <span>{input}</span>
          </div>
        ))}
        {resultOf !== undefined && (
          <div class="sum-l">
            <span>result of</span>
            <code>{resultOf}</code>
          </div>
        )}
      </div>
    </>
  );
}

function lines(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0 && count <= maxFolded.lines; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

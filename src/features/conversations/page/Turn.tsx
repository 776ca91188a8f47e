import { useId, useState } from "preact/hooks";
import { parseTime } from "#model/isoTime.ts";
import { needsPerson, statusFacts } from "#model/status.ts";
import { formatDayTime, formatTimeOfDay } from "#model/times.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { LongText, Markdown } from "#ui/markdown/Markdown.tsx";
import { memo } from "#ui/memo.tsx";
import type { TextHost } from "#ui/poster.ts";
import type { ConversationPageMessage, TurnView } from "./messages.ts";
import { type RunsHost, TurnRun } from "./TurnRun.tsx";

/** The extension, as the page of a conversation sees it. */
export interface ConversationHost extends RunsHost, TextHost {
  post: (message: ConversationPageMessage) => void;
  /** The turns whose stories were unfolded, by their runs; kept over a reload. */
  readonly unfolded: ReadonlySet<string>;
  setUnfolded: (runId: string, isUnfolded: boolean) => void;
}

export interface TurnProps {
  turn: TurnView;
  /** The turn's number in the conversation; absent as long as older turns aren't counted. */
  number: number | undefined;
  /** Whether it comes from a file, so that nothing can be sent. */
  isExported: boolean;
  host: ConversationHost;
  /** Called before the turn grows: the reader then stays where it is. */
  onUnfold: () => void;
}

/** A turn: what the person said, the way to its run, and what the agent answered. */
export const Turn = memo(function Turn({ turn, number, isExported, host, onUnfold }: TurnProps) {
  const id = useId();
  const { runId, status, startedAt, answer, output, state } = turn;
  const time = parseTime(startedAt);
  const act = (type: "open" | "fork" | "compareWithOriginal"): void => host.post({ type, runId });
  const [isUnfolded, setUnfolded] = useState(host.unfolded.has(runId));
  const unfold = (): void => {
    onUnfold();
    host.setUnfolded(runId, !isUnfolded);
    setUnfolded(!isUnfolded);
  };
  // Once its card is here it stays: it says what was answered.
  const [hasWaited, setWaited] = useState(false);
  // After its connection was removed there is nothing to read.
  const isHere = isExported || turn.menu !== undefined;
  const waits = needsPerson(status) && isHere;
  if (waits && !hasWaited) setWaited(true);
  return (
    <article
      class="turn"
      data-run={runId}
      data-status={status}
      data-vscode-context={turn.menu}
      tabIndex={-1}
      aria-labelledby={id}
      onKeyDown={(event) => event.key === "Enter" && isHere && event.target === event.currentTarget && unfold()}
    >
      <h3 class="sr" id={id}>
        {spokenName(turn, number)}
      </h3>
      <div class="say user">
        {time !== undefined && (
          <time class="at" dateTime={startedAt} title={formatDayTime(time, Date.now())}>
            {formatTimeOfDay(time)}
          </time>
        )}
        <span class="who">User</span>
        <div class="body">
          <Message {...turn} />
          {turn.changes.map((change) => (
            <p class="other" key={change}>
              {change}
            </p>
          ))}
          {turn.attached !== undefined && <Attached files={turn.attached} />}
        </div>
      </div>
      <div class="between">
        <div class="gist">
          <button
            type="button"
            class="steps"
            title={isUnfolded ? "Hide Story" : "Show Story"}
            aria-expanded={isUnfolded}
            disabled={!isHere}
            onClick={unfold}
          >
            {isHere && <Icon name={isUnfolded ? "chevron-down" : "chevron-right"} />}
            <span class="ellipsis">{turn.facts}</span>
          </button>
          <IconButton icon="go-to-file" name="Open Run" onPress={() => act("open")} />
          {turn.isFork && (
            <IconButton icon="diff" name="Compare with Original" onPress={() => act("compareWithOriginal")} />
          )}
          {!isExported && <IconButton icon="repo-forked" name="Fork Here…" onPress={() => act("fork")} />}
        </div>
      </div>
      {isHere && (isUnfolded || hasWaited) && <TurnRun runId={runId} host={host} isUnfolded={isUnfolded} />}
      {(answer !== undefined || output !== undefined || state !== undefined) && (
        <div class="say agent">
          <span class="who">Agent</span>
          <div class="body">
            {state !== undefined && <State status={status} state={state} />}
            {answer !== undefined && <Markdown text={answer} growing={turn.growing === true} host={host} head="h3" />}
            {output !== undefined && <code class="raw">{output}</code>}
          </div>
        </div>
      )}
    </article>
  );
});

/** In characters and lines: how much of a message is shown at first. */
const maxUnfolded = { characters: 2_000, lines: 8 };

function beginningOf(message: string): string {
  return message.slice(0, maxUnfolded.characters).split("\n").slice(0, maxUnfolded.lines).join("\n");
}

function Message({ message, input }: TurnView) {
  const [isWhole, setWhole] = useState(false);
  if (message === undefined) return <code class="raw">{input}</code>;
  const beginning = beginningOf(message);
  if (isWhole || beginning.length === message.length) return <LongText text={message} growing={false} />;
  return (
    <>
      <div class="text">{beginning}…</div>
      <button type="button" class="link" onClick={() => setWhole(true)}>
        Show Whole Message
      </button>
    </>
  );
}

function Attached({ files }: { files: readonly string[] }) {
  return (
    <ul class="atts" aria-label="Attachments">
      {files.map((file, index) => (
        <li class="att" key={index}>
          <Icon name="file" />
          <span class="ellipsis" title={file}>
            {file}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Why there is no answer, or not yet. */
function State({ status, state }: { status: string; state: string }) {
  const { icon, tone } = statusFacts(status);
  const isLoud = status === "failed" || needsPerson(status);
  return (
    <div class={`where${status === "failed" ? " broke" : ""}`}>
      <Icon name={status === "completed" ? "info" : icon} tone={status === "completed" ? "idle" : tone} />
      {isLoud ? <b>{state}</b> : <span class="dim">{state}</span>}
    </div>
  );
}

/** `Turn 41, today 09:02, failed` */
function spokenName({ startedAt, word }: TurnView, number: number | undefined): string {
  const time = parseTime(startedAt);
  const when = time === undefined ? [] : [formatDayTime(time, Date.now())];
  return [number === undefined ? "Turn" : `Turn ${number}`, ...when, word.toLowerCase()].join(", ");
}

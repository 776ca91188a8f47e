import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatBytes, maxRequestBytes } from "#model/bytes.ts";
import { countOf } from "#model/counts.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { focusOn } from "#ui/reveal.ts";
import type { AttachedFile, ComposerView, Draft } from "./messages.ts";
import type { ConversationHost } from "./Turn.tsx";

interface ComposerProps {
  view: ComposerView;
  userId: string | undefined;
  isProduction: boolean;
  /** The draft that the page before this one has kept. */
  kept: Draft | undefined;
  keep: (draft: Draft) => void;
  host: ConversationHost;
}

/** In milliseconds: the other fields are checked so long after the last key. */
const checkDelay = 300;

/** The form in which a person writes the next turn. */
export function Composer({ view, userId, isProduction, kept, keep, host }: ComposerProps) {
  const { draft, change, note, send } = useDraft(view, kept, keep, host);
  const { problem, drop, paste } = useDropped(host, view.sent);
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const { blocked, files, isFirst } = view;
  const isSending = draft.attempt !== undefined || view.sending !== undefined;
  const canSend = blocked === undefined && !isSending && draft.message.trim() !== "";
  const press = (): void => {
    // The focus stays in the text, as more follows.
    focusOn(text.current);
    if (canSend) send();
  };
  useLayoutEffect(() => {
    if (isFirst) focusOn(text.current);
  }, [isFirst]);
  const wrong = problem ?? view.problem ?? view.fieldsProblem;
  return (
    <form
      class="compose"
      aria-label="Next message"
      onSubmit={(event) => event.preventDefault()}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <span class="who" aria-hidden="true">
        User
      </span>
      <div>
        <div class="box">
          <textarea
            class="msg"
            ref={text}
            rows={2}
            value={draft.message}
            readOnly={isSending}
            placeholder={isFirst ? "First message" : "Next message"}
            aria-label={userId === undefined ? "Message without user ID" : `Message as ${userId}`}
            aria-describedby={`${id}-hint`}
            onInput={(event) => change({ message: event.currentTarget.value })}
            onPaste={paste}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              press();
            }}
          />
          {files.length > 0 && <Files files={files} host={host} />}
          <Row
            view={view}
            isSending={isSending}
            canSend={canSend}
            host={host}
            onSend={press}
            onInto={(into) => change({ into })}
          />
        </div>
        {isFirst && (
          <p class="memory">
            <Icon name="info" />
            The app remembers earlier turns only with a user ID and a session ID, and with memory turned on in its Agent
            node.
          </p>
        )}
        {view.missing !== undefined && <p class="note">{view.missing}</p>}
        {wrong !== undefined && (
          <p class="wrong" role="alert">
            {wrong}
          </p>
        )}
        {note !== undefined && (
          <p class="note" role="status">
            {note}
          </p>
        )}
        <Under
          view={view}
          draft={draft}
          isProduction={isProduction}
          isSending={isSending}
          change={change}
          hintId={`${id}-hint`}
        />
      </div>
    </form>
  );
}

interface RowProps {
  view: ComposerView;
  isSending: boolean;
  canSend: boolean;
  onSend: () => void;
  onInto: (field: string) => void;
  host: ConversationHost;
}

/** The buttons below the text, and why it can't be sent. */
function Row({ view, isSending, canSend, onSend, onInto, host }: RowProps) {
  const { blocked, open } = view;
  return (
    <div class="row">
      <IconButton icon="attach" name="Attach Files…" onPress={() => host.post({ type: "attach" })} />
      <Into view={view} isSending={isSending} onInto={onInto} />
      <span class="say-so" role="status">
        {blocked}
      </span>
      {open ? (
        <Open open={open} host={host} />
      ) : (
        <button
          type="button"
          class="btn"
          aria-disabled={!canSend}
          title={isSending ? undefined : "Send (Ctrl+Enter)"}
          onClick={onSend}
        >
          {isSending && <Icon name="loading" />}
          {isSending ? "Sending…" : "Send"}
        </button>
      )}
    </div>
  );
}

interface UnderProps {
  view: ComposerView;
  draft: Draft;
  isProduction: boolean;
  isSending: boolean;
  change: (part: Change) => void;
  hintId: string;
}

/** The other fields, and whose conversation the turn goes into. */
function Under({ view, draft, isProduction, isSending, change, hintId }: UnderProps) {
  const { isOpen = false, others } = draft;
  return (
    <>
      <div class="under">
        <button type="button" class="steps" aria-expanded={isOpen} onClick={() => change({ isOpen: !isOpen })}>
          <Icon name={isOpen ? "chevron-down" : "chevron-right"} />
          {view.count === 0 ? "Other input fields" : countOf(view.count, "other input field")}
        </button>
        <span class="dim from">{others === undefined ? view.from : "changed"}</span>
        <span class="to" id={hintId}>
          {isProduction && <Icon name="warning" />}
          <span>{view.hint}</span>
        </span>
      </div>
      {isOpen && (
        <div class="fields">
          <textarea
            class="area code"
            aria-label="Other input fields, JSON"
            aria-invalid={view.fieldsProblem !== undefined}
            spellcheck={false}
            value={others ?? view.others}
            readOnly={isSending}
            onInput={({ currentTarget: { value } }) => change({ others: value === view.others ? undefined : value })}
          />
        </div>
      )}
    </>
  );
}

/** The choice of the field that the message goes to. */
function Into({ view: { into, choices }, isSending, onInto }: Pick<RowProps, "view" | "isSending" | "onInto">) {
  const nameOf = (field: string): string => ["input", field].filter(Boolean).join(".");
  if (choices.length < 2) {
    return (
      <span class="into">
        Message field: <code>{nameOf(into)}</code>
      </span>
    );
  }
  return (
    <label class="into">
      Message field:{" "}
      <select value={into} disabled={isSending} onChange={(event) => onInto(event.currentTarget.value)}>
        {choices.map((field) => (
          <option key={field} value={field}>
            {nameOf(field)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Goes to what a turn waits for. A run whose card isn't in the page is opened. */
function goToCard(runId: string, host: ConversationHost): void {
  const card = document.querySelector<HTMLElement>(`[data-run="${CSS.escape(runId)}"] .ask:not(.settled)`);
  if (card) focusOn(card.querySelector<HTMLElement>("input, textarea, .do button") ?? card);
  else host.post({ type: "open", runId });
}

/** The buttons of a turn that has to end first. */
function Open({ open, host }: { open: NonNullable<ComposerView["open"]>; host: ConversationHost }) {
  const { runId, name, waits } = open;
  return (
    <>
      {waits && (
        <button type="button" class="link" onClick={() => goToCard(runId, host)}>
          Go to Input Request
        </button>
      )}
      <button
        type="button"
        class="btn second"
        title={`Stop ${name}`}
        onClick={() => host.post({ type: "stop", runId })}
      >
        <Icon name="stop-circle" />
        Stop
      </button>
    </>
  );
}

function Files({ files, host }: { files: readonly AttachedFile[]; host: ConversationHost }) {
  return (
    <ul class="atts" aria-label="Attachments">
      {files.map(({ id, name, size }) => (
        <li class="att" key={id}>
          <Icon name="file" />
          <span class="ellipsis" title={name}>
            {name}
          </span>
          <span class="dim">{formatBytes(size)}</span>
          <IconButton icon="close" name={`Remove ${name}`} onPress={() => host.post({ type: "detach", id })} />
        </li>
      ))}
    </ul>
  );
}

/** Files that a person drops or pastes. */
function useDropped(
  host: ConversationHost,
  sent: number | undefined,
): {
  problem: string | undefined;
  drop: (event: DragEvent) => void;
  paste: (event: ClipboardEvent) => void;
} {
  const [problem, setProblem] = useState<string>();
  useEffect(() => setProblem(undefined), [sent]);
  const attach = async (added: readonly File[]): Promise<void> => {
    const large = added.find(({ size }) => size > maxRequestBytes);
    setProblem(large && `${large.name} is ${formatBytes(large.size)}, but an app accepts at most 128 MiB.`);
    if (large) return;
    const read = added.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() }));
    try {
      host.post({ type: "attachBytes", files: await Promise.all(read) });
    } catch {
      setProblem("An attachment can't be read. If it is a folder, attach the files in it instead.");
    }
  };
  const drop = (event: DragEvent): void => {
    const { dataTransfer: data } = event;
    if (!data) return;
    // VS Code's own list has all files of its Explorer, the other one only the first.
    const addresses = addressesIn(data.getData("application/vnd.code.uri-list") || data.getData("text/uri-list"));
    // The text takes other texts and links by itself. Elsewhere the page would open a link.
    const isForText = event.target instanceof HTMLTextAreaElement && data.files.length === 0 && addresses.length === 0;
    if (!isForText) event.preventDefault();
    if (data.files.length > 0) void attach([...data.files]);
    else if (addresses.length > 0) host.post({ type: "attachAddresses", addresses });
  };
  const paste = (event: ClipboardEvent): void => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    void attach(pasted);
  };
  return { problem, drop, paste };
}

type Change = { [Key in keyof Draft]?: Draft[Key] | undefined };

/** The draft, which the page keeps with every key, and what sends it. */
function useDraft(
  view: ComposerView,
  kept: Draft | undefined,
  keep: (draft: Draft) => void,
  host: ConversationHost,
): { draft: Draft; change: (part: Change) => void; note: string | undefined; send: () => void } {
  const [draft, setDraft] = useState<Draft>(() => kept ?? { id: Date.now(), message: "" });
  const latest = useRef(draft);
  const [note, setNote] = useState(() => noteOn(view, kept));
  const set = (next: Change): void => {
    const whole = Object.fromEntries(
      Object.entries({ ...latest.current, ...next }).filter(([, each]) => each !== undefined),
    );
    latest.current = whole as unknown as Draft;
    keep(latest.current);
    setDraft(latest.current);
  };
  const isSent = view.sent === draft.id;
  const isOver = draft.attempt !== undefined && (isSent || (view.settled ?? 0) >= draft.attempt);
  const wasLeft = useRef(kept?.attempt !== undefined && view.sending !== kept.attempt);
  useLayoutEffect(() => {
    if (isSent) set({ id: Date.now(), message: "", others: undefined, attempt: undefined });
    else if (isOver || wasLeft.current) set({ attempt: undefined });
    wasLeft.current = false;
  });
  const names = view.files.map(({ name }) => name);
  const hasFiles = names.join("\n");
  const isFirstDrawing = useRef(true);
  useEffect(() => {
    // The names of files that didn't survive a reload are kept until others are attached.
    if (!isFirstDrawing.current || names.length > 0) set({ files: names.length > 0 ? names : undefined });
    if (!isFirstDrawing.current) setNote(undefined);
    isFirstDrawing.current = false;
  }, [hasFiles]);
  const { others } = draft;
  useEffect(() => {
    const timer = setTimeout(() => host.post({ type: "fields", text: others ?? "{}" }), checkDelay);
    return () => clearTimeout(timer);
  }, [others, host]);
  const { into } = draft;
  useLayoutEffect(() => {
    if (into !== undefined) host.post({ type: "into", field: into });
  }, [into, host]);
  return {
    draft,
    note,
    change: (part) => {
      const isOther = "message" in part || "others" in part;
      // What failed before is another draft now, and may be sent beside it.
      set(isOther && latest.current.attempt === undefined ? { ...part, id: Date.now() } : part);
      if (isOther) setNote(undefined);
    },
    send: () => {
      const attempt = Math.max(Date.now(), (view.settled ?? 0) + 1);
      const { id, message } = latest.current;
      set({ attempt });
      host.post({ type: "send", draft: id, attempt, message, others });
    },
  };
}

/** What a reload of the window has left of a draft. */
function noteOn({ files, sending, settled = 0, sent }: ComposerView, kept: Draft | undefined): string | undefined {
  if (kept?.attempt !== undefined && sending !== kept.attempt && settled < kept.attempt && sent !== kept.id)
    return "This message was being sent when the window was closed. Look for its turn above before you send it again.";
  const lost = (kept?.files ?? []).filter((name) => files.every((file) => file.name !== name));
  return lost.length === 0
    ? undefined
    : `No longer attached after the reload: ${lost.join(", ")}. Attach ${lost.length === 1 ? "it" : "them"} again.`;
}

/** The addresses of files in a `text/uri-list`, which also has those of web pages. */
function addressesIn(list: string): string[] {
  return list.split(/\r?\n/).filter((line) => /^(?:file|vscode-[\w-]+):/i.test(line));
}

import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { capital } from "#base/text/capital.ts";
import { callStates } from "#model/callStates.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { shortId } from "#model/shortId.ts";
import { needsPerson, statusFacts } from "#model/status.ts";
import { formatDay } from "#model/times.ts";
import { Banner } from "#ui/Banner.tsx";
import { Empty } from "#ui/Empty.tsx";
import { useFindKey } from "#ui/hooks/useFindKey.ts";
import { useFollow } from "#ui/hooks/useFollow.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import type { ListMemory } from "#ui/listMemory.ts";
import { memo } from "#ui/memo.tsx";
import { MenuButton } from "#ui/MenuButton.tsx";
import { Skeleton } from "#ui/PageLoading.tsx";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import { focusOn } from "#ui/reveal.ts";
import { Composer } from "./Composer.tsx";
import type { ComposerView, ConversationHead, ConversationRef, Draft, TurnView } from "./messages.ts";
import { type ConversationHost, Turn, type TurnProps } from "./Turn.tsx";

/** What the page keeps: what VS Code restores it by, and what the person has written. */
export interface KeptState {
  draft: Draft;
  unfolded: string[];
}

interface PageProps {
  conversation: ConversationRef;
  head: ConversationHead;
  /** Absent for a conversation from a file. */
  composer: ComposerView | undefined;
  /** The draft that the page before this one has kept. */
  kept: Draft | undefined;
  keep: (draft: Draft) => void;
  /** Oldest first. */
  turns: readonly TurnView[];
  host: ConversationHost;
}

/** What a person and an agent said to each other: a turn for each run, opened at the end. */
export function ConversationPage({ conversation, head, composer, kept, keep, turns, host }: PageProps) {
  const isNew = conversation.seed !== undefined && turns.length === 0;
  return (
    <main class="panel conv" aria-label={`Conversation: ${head.title}`}>
      <Head conversation={conversation} head={head} turns={turns} host={host} />
      {head.problem !== undefined && (
        <Banner
          text={head.problem}
          icon="warning"
          way={head.canRetry ? { name: "Retry", go: () => host.post({ type: "retry" }) } : undefined}
        />
      )}
      {head.exported !== undefined && (
        <div class="banner note">
          <Icon name="file" />
          <span>{head.exported}</span>
        </div>
      )}
      {turns.length > 0 ? (
        <Turns head={head} turns={turns} host={host} sent={composer?.sent} />
      ) : (
        <Nothing head={head} isNew={isNew} />
      )}
      {composer && (
        <Composer
          view={composer}
          userId={conversation.userId}
          isProduction={head.isProduction}
          kept={kept}
          keep={keep}
          host={host}
        />
      )}
    </main>
  );
}

type TurnsProps = Pick<PageProps, "head" | "turns" | "host">;

function Head({ conversation, head, turns, host }: TurnsProps & Pick<PageProps, "conversation">) {
  const { sessionId, userId } = conversation;
  const { now, total } = head;
  const look = now?.blocked ? callStates.blocked : statusFacts(now?.status ?? "");
  const tone = look.tone === "bad" ? " bad" : now && needsPerson(now.status) ? " ask-you" : "";
  const copySession = (): void => host.post({ type: "copy", text: sessionId });
  const isExported = conversation.file !== undefined;
  const acts = head.acts.map(({ id, name, icon }) => ({ name, icon, run: () => host.post({ type: "act", id }) }));
  const begin = {
    name: "New Conversation…",
    icon: "comment-discussion",
    run: () => host.post({ type: "newConversation" }),
  } as const;
  const openOriginal = (): void => host.post({ type: "openOriginal" });
  return (
    <header class="head">
      {now ? <Icon name={look.icon} tone={look.tone} /> : <Icon name="comment" />}
      <h1 class="ellipsis" title={head.title}>
        {head.title}
      </h1>
      <div class="actions">
        <MenuButton
          name="More Actions…"
          icon="ellipsis"
          class="act"
          entries={[
            ...acts,
            ...(acts.length === 0 ? [] : [{ separator: true as const }]),
            { name: "Copy Session ID", icon: "copy", run: copySession },
            ...(isExported ? [] : [{ separator: true as const }]),
            ...(head.isFork
              ? [{ name: "Open Original Conversation", icon: "comment" as const, run: openOriginal }]
              : []),
            ...(isExported ? [] : [begin]),
          ]}
        />
      </div>
      {now && (
        <div class={`now${tone}`}>
          <b role="status">{now.word}</b>
          <span class="ellipsis">
            {total === undefined ? "" : `Turn ${formatCount(total)}${now.sentence === "" ? "" : " · "}`}
            {now.sentence}
          </span>
        </div>
      )}
      <div class="meta">
        {turns.length > 0 && <span class="num">{countWords(turns.length, head)}</span>}
        <span class="who-is">
          User{" "}
          <span class="val ellipsis" title={userId}>
            {userId ?? "none"}
          </span>
        </span>
        <span class="opt opt3">
          Session{" "}
          <code class="val" title={sessionId}>
            {shortId(sessionId)}
          </code>
          <IconButton icon="copy" name="Copy Session ID" onPress={copySession} />
        </span>
        <span class="app">
          <span class="val ellipsis">{head.app}</span>
          {head.isProduction && <ProductionMark />}
        </span>
      </div>
    </header>
  );
}

function countWords(shown: number, { total, hasOlder }: ConversationHead): string {
  if (!hasOlder) return countOf(shown, "turn");
  return total === undefined
    ? `The newest ${countOf(shown, "turn")}`
    : `${formatCount(shown)} of ${countOf(total, "turn")}`;
}

/** @param props.sent the draft that was sent last: a person who sends wants to see its turn */
function Turns({ head, turns, host, sent }: TurnsProps & { sent: number | undefined }) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const memory = useMemo((): ListMemory => ({ top: 0, atEnd: true, seen: 0, opened: false }), []);
  const firstId = turns[0]!.runId;
  // Turns that are added before the first ones aren't new.
  const base = useRef(firstId);
  const before = turns.findIndex(({ runId }) => runId === base.current);
  useLayoutEffect(() => {
    if (before < 0) base.current = firstId;
  });
  const count = turns.length - Math.max(0, before);
  const { missed, follow } = useFollow(scroller, content, memory, count);
  const lastSent = useRef(sent);
  useLayoutEffect(() => {
    if (lastSent.current !== sent) follow();
    lastSent.current = sent;
  });
  const leaveEnd = (): void => {
    if (memory.atEnd) memory.seen = count;
    memory.atEnd = false;
  };
  const latestLeave = useLatest(leaveEnd);
  const onUnfold = useRef((): void => latestLeave.current()).current;
  const showOlder = useOlder(scroller, memory, firstId, head.hasOlder && !head.isReading, () => {
    leaveEnd();
    host.post({ type: "showOlder" });
  });
  // A story has a search of its own. What is drawn of the turns is found by VS Code.
  useFindKey(() => {
    const turn = document.activeElement?.closest(".in-turn")?.closest<HTMLElement>(".turn");
    const tools = host.runs.get(turn?.dataset["run"] ?? "")?.tools.current;
    tools?.find();
    return Boolean(tools);
  });
  const numbered = head.total === undefined ? undefined : head.total - turns.length;
  const today = new Date().setHours(0, 0, 0, 0);
  const move = (event: KeyboardEvent): void => {
    // A story and a card have keys of their own.
    if (event.target instanceof Element && event.target.closest(".in-turn")) return;
    if (event.key === "c" && isPlainKey(event)) {
      event.preventDefault();
      focusOn(document.querySelector(".compose .msg"));
      return;
    }
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (step === 0 || !isPlainKey(event)) return;
    const all = [...(content.current?.querySelectorAll<HTMLElement>(".turn") ?? [])];
    const at = all.findIndex((each) => each.contains(document.activeElement));
    focusOn(at < 0 ? all.at(-1) : all[Math.max(0, Math.min(all.length - 1, at + step))]);
  };
  return (
    <div class="talk">
      <div class="scroll" ref={scroller} tabIndex={0} role="log" aria-live="off" aria-label="Turns" onKeyDown={move}>
        <div ref={content}>
          {head.hasOlder && <Older head={head} shown={turns.length} onPress={showOlder} />}
          {turns.map((turn, index) => (
            <TurnOfDay
              key={turn.runId}
              turn={turn}
              before={turns[index - 1]}
              today={today}
              number={numbered === undefined ? undefined : numbered + index + 1}
              isExported={head.exported !== undefined}
              host={host}
              onUnfold={onUnfold}
            />
          ))}
        </div>
      </div>
      {missed > 0 && (
        <button type="button" class="btn newer" onClick={follow}>
          <Icon name="arrow-down" />
          {countOf(missed, "New Turn")}
        </button>
      )}
    </div>
  );
}

interface TurnOfDayProps extends TurnProps {
  /** The turn before it. */
  before: TurnView | undefined;
  /** The day of the reader, by the time when it began. */
  today: number;
}

/** A turn, below the name of its day if it is the first one of it. */
const TurnOfDay = memo(function TurnOfDay({ before, today, ...props }: TurnOfDayProps) {
  const day = dayOf(props.turn, today);
  return (
    <div class="turn-of-day">
      {(!before || day !== dayOf(before, today)) && (
        <div class="day">
          <h2>{day}</h2>
        </div>
      )}
      <Turn {...props} />
    </div>
  );
});

/** In pixels: a reader who scrolls so near to the first turn gets older ones. */
const nearTopDistance = 400;

/**
 * Asks for older turns when the reader scrolls near to the first one, and keeps the reader's place when they come above
 * it.
 *
 * @param canAsk whether there are older turns, and nothing is being read
 * @returns what a button asks with
 */
function useOlder(
  scroller: { readonly current: HTMLDivElement | null },
  memory: ListMemory,
  firstId: string,
  canAsk: boolean,
  ask: () => void,
): () => void {
  const first = useRef<HTMLElement>(null);
  const drawn = useRef(firstId);
  // Where the turn is that was the first, before others come above it.
  const top = drawn.current === firstId ? undefined : first.current && topIn(scroller, first.current);
  const isPressed = useRef(false);
  // Once for each time that the reader comes near, so that a read that fails isn't repeated on and on.
  const hasAsked = useRef(false);
  useLayoutEffect(() => {
    const element = scroller.current;
    const turn = first.current;
    if (element && turn?.isConnected && typeof top === "number" && !memory.atEnd) {
      element.scrollTop += topIn(scroller, turn) - top;
      // The button may be gone, and the keyboard goes on from the turn that was the first.
      if (isPressed.current && document.activeElement === document.body) focusOn(turn);
    }
    isPressed.current = false;
    hasAsked.current = false;
    first.current = element?.querySelector<HTMLElement>(".turn") ?? null;
    drawn.current = firstId;
  }, [firstId, scroller, memory]);
  const look = useLatest((element: HTMLElement): void => {
    const isNear = element.scrollTop < nearTopDistance && !memory.atEnd;
    const asks = isNear && canAsk && !hasAsked.current;
    hasAsked.current = isNear && (hasAsked.current || asks);
    if (asks) ask();
  });
  useEffect(() => {
    const element = scroller.current!;
    const onScroll = (): void => look.current(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [scroller, look]);
  // The reader may have come near while something was being read.
  useEffect(() => look.current(scroller.current!), [firstId, canAsk, scroller, look]);
  return () => {
    isPressed.current = true;
    ask();
  };
}

/** In pixels: how far below the upper edge of what scrolls. */
function topIn(scroller: { readonly current: HTMLElement | null }, turn: HTMLElement): number {
  return turn.getBoundingClientRect().top - (scroller.current?.getBoundingClientRect().top ?? 0);
}

function olderWords({ total }: ConversationHead, shown: number): string {
  return total === undefined ? "Older turns" : countOf(total - shown, "older turn");
}

function Older({ head, shown, onPress }: { head: ConversationHead; shown: number; onPress: () => void }) {
  const { isReading } = head;
  return (
    <div class="earlier">
      <div>
        <button type="button" class="link" onClick={onPress} aria-disabled={isReading}>
          Show Older Turns
        </button>
        <span>{olderWords(head, shown)} not shown</span>
      </div>
    </div>
  );
}

function isPlainKey({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey;
}

function Nothing({ head, isNew }: { head: ConversationHead; isNew: boolean }) {
  if (head.isReading) return <Skeleton label="Loading the conversation" />;
  if (isNew && head.problem === undefined)
    return <Empty icon="comment-discussion" title="Not started" text="Your first message starts the conversation." />;
  const text = head.problem === undefined ? "The app has no runs of this user and session." : "No turns loaded.";
  return <Empty icon="comment" title="No turns" text={text} />;
}

function dayOf({ startedAt }: TurnView, now: number): string {
  const time = parseTime(startedAt);
  return time === undefined ? "Not started yet" : capital(formatDay(time, now));
}

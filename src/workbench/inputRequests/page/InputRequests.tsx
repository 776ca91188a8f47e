import { useEffect, useLayoutEffect, useReducer, useRef, useState, useId } from "preact/hooks";
import { type AnswerDraft, isEmptyDraft } from "#model/answerDraft.ts";
import { Icon } from "#ui/Icon.tsx";
import { Markdown } from "#ui/markdown/Markdown.tsx";
import { focusOn, focusStill, reveal } from "#ui/reveal.ts";
import { memoryOf, type AnswerMemory } from "./answerMemory.ts";
import type { RequestHost } from "./answerMessage.ts";
import { InputRequestCard } from "./InputRequestCard.tsx";
import type { InputRequestView, AnswerProgress } from "./inputRequestViews.ts";
import { useJustCome } from "./useJustCome.ts";

interface InputRequestsProps {
  requests: readonly InputRequestView[];
  host: RequestHost;
  memory: Map<string, AnswerMemory>;
  /** The input request that the reader opens from the story, until it has the focus. */
  requestToFocus: string | undefined;
  onArrived: () => void;
}

/**
 * The run's input requests beside its story. They stay in view as long as they wait, also several at once. A card that
 * is settled keeps its place, and its height while the pointer is over the cards: the buttons of the next one don't come
 * under the pointer that has just pressed its own.
 */
export function InputRequests({ requests, host, memory, requestToFocus, onArrived }: InputRequestsProps) {
  const root = useRef<HTMLElement>(null);
  const cards = useRef<HTMLDivElement>(null);
  const focused = useRef<string>(undefined);
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  const narrow = useMedia("(max-width: 960px)");
  const open = requests.filter(({ progress }) => progress.kind !== "settled");
  const drawn = requests.map(({ form, progress }) => `${form.id} ${progress.kind}`).join("\n");
  const justCome = useJustCome(cards, drawn);
  useLayoutEffect(() => {
    if (requestToFocus === undefined) return;
    const card = root.current?.querySelector<HTMLElement>(`[data-request="${CSS.escape(requestToFocus)}"]`);
    const kept = memory.get(requestToFocus);
    if (!card || !kept) return;
    kept.open = true;
    onArrived();
    focusOn(card.querySelector<HTMLElement>("input, textarea, .do button") ?? card);
    reveal(card);
  });
  // An answered input request disappears with the focus, which moves to the next one, or back to the story.
  useLayoutEffect(() => {
    if (focused.current === undefined || document.activeElement !== document.body) return;
    if (open.some(({ form }) => form.id === focused.current)) return;
    focused.current = undefined;
    const next = root.current?.querySelector<HTMLElement>(".ask:not(.settled)");
    if (!next) return;
    focusStill(next);
    // After a click nothing moves, and nobody goes on with the keyboard.
    if (!next.matches(":focus-visible")) return;
    reveal(next);
    justCome.focused(next);
  });
  useEffect(
    () => () => {
      if (focused.current === undefined) return;
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) focusOn(document.querySelector<HTMLElement>("[role='log']"));
      });
    },
    [],
  );
  /** Nothing is under the pointer any more that could move. */
  const releaseHeights = (): void => {
    for (const kept of memory.values()) delete kept.height;
    redraw(undefined);
  };
  return (
    <aside
      class="aside needs scroll"
      aria-label={open.length > 0 ? "Waiting for you" : "No longer waiting"}
      ref={root}
      onPointerLeave={releaseHeights}
      onFocusIn={({ target }) => {
        focused.current = requestAt(target);
        if (target instanceof HTMLElement && !target.matches(".ask")) justCome.moved();
      }}
    >
      <h2>
        {open.length > 0 ? "Waiting for You" : "No Longer Waiting"}
        {open.length > 0 && <span class="badge">{open.length}</span>}
      </h2>
      <div ref={cards}>
        {requests.map((view) => {
          const { id } = view.form;
          const kept = memoryOf(memory, view);
          if (view.progress.kind === "settled") {
            kept.height ??= heightUnderPointer(root.current, id);
            return (
              <SettledInputRequest
                key={id}
                view={view}
                progress={view.progress}
                draft={kept.draft}
                height={kept.height}
                host={host}
              />
            );
          }
          return (
            <InputRequestCard
              key={id}
              view={view}
              host={host}
              memory={kept}
              open={requestToFocus === id || (kept.open ?? (!narrow || view === open[0]))}
              off={justCome.card === id}
              onChange={() => redraw(undefined)}
            />
          );
        })}
      </div>
    </aside>
  );
}

/** The height of a card that waited in the last drawing, in pixels, while the pointer is over the cards. */
function heightUnderPointer(root: HTMLElement | null, id: string): number | undefined {
  if (!root?.matches(":hover")) return undefined;
  return root.querySelector<HTMLElement>(`.ask:not(.settled)[data-request="${CSS.escape(id)}"]`)?.offsetHeight;
}

function requestAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-request]")?.dataset["request"] : undefined;
}

/** Whether a media query matches. The panel is as wide as its window, so that its container queries match as well. */
function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = (): void => setMatches(media.matches);
    look();
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, [query]);
  return matches;
}

interface SettledProps {
  view: InputRequestView;
  progress: Extract<AnswerProgress, { kind: "settled" }>;
  draft: AnswerDraft;
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

function draftAsText({ params = {}, reason = "", feedback = "", answers = {} }: AnswerDraft): string {
  const edits = Object.entries(params).map(([name, text]) => `${name}: ${text}`);
  const chosen = Object.values(answers).map(({ selected, custom }) =>
    [...selected, custom].filter((word) => word !== "").join(", "),
  );
  return [...edits, ...chosen, reason, feedback].filter((text) => text !== "").join("\n");
}

import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import { secondClick } from "../../base/secondClick.ts";
import type { InputRequestView } from "../../protocol/inputRequestForm.ts";
import type { Host } from "../host.ts";
import { memoryOf, type AnswerMemory } from "../state/answerMemory.ts";
import { focusOn, reveal } from "../ui/reveal.ts";
import { InputRequestCard } from "./InputRequestCard.tsx";
import { SettledInputRequest } from "./SettledInputRequest.tsx";

interface InputRequestsProps {
  requests: readonly InputRequestView[];
  host: Host;
  memory: Map<string, AnswerMemory>;
  /** The input request that the reader opens from the story, until it has the focus. */
  wanted: string | undefined;
  onArrived: () => void;
}

/** The run's input requests beside its story. They stay in view as long as they wait, also several at once. */
export function InputRequests({ requests, host, memory, wanted, onArrived }: InputRequestsProps) {
  const place = useRef<HTMLElement>(null);
  const focused = useRef<string>(undefined);
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  const narrow = useMedia("(max-width: 960px)");
  const open = requests.filter(({ progress }) => progress.kind !== "settled");
  const cameAt = useRef(0);
  const arrived = useRef<string>(undefined);
  const pointerRests = usePointerRest();
  const isRested = useRef(false);
  const ids = open.map(({ form }) => form.id).join(" ");
  useLayoutEffect(() => {
    cameAt.current = performance.now();
  }, [ids]);
  useLayoutEffect(() => {
    if (wanted === undefined) return;
    const card = place.current?.querySelector<HTMLElement>(`[data-request="${CSS.escape(wanted)}"]`);
    const kept = memory.get(wanted);
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
    const next = place.current?.querySelector<HTMLElement>(".ask:not(.settled)");
    arrived.current = next?.dataset["request"];
    focusOn(next);
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
  const hasJustCome = (): boolean => performance.now() - cameAt.current < secondClick;
  /** A click on the spot where another answer was just sent was meant for that one. */
  const onClick = (event: MouseEvent): void => {
    isRested.current = event.detail > 0 && pointerRests();
    const id = requestAt(event.target);
    if (id === undefined || !isSend(event.target) || event.detail === 0) return;
    const { clientX: x, clientY: y } = event;
    const isSecond = [...memory].some(
      ([other, { pressed }]) => other !== id && pressed && isResting(pressed, { x, y }) && hasJustCome(),
    );
    if (isSecond) return stop(event);
    const kept = memory.get(id);
    if (kept) kept.pressed = { x, y };
  };
  /** So was `Ctrl+Enter` right after the focus has come here by itself. */
  const onKeyDown = (event: KeyboardEvent): void => {
    isRested.current = false;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.repeat || (requestAt(event.target) === arrived.current && hasJustCome())) stop(event);
  };
  return (
    <aside
      class="aside needs scroll"
      aria-label={open.length > 0 ? "Waiting for you" : "No longer waiting"}
      ref={place}
      onClickCapture={onClick}
      onKeyDownCapture={onKeyDown}
      onFocusIn={({ target }) => {
        focused.current = requestAt(target);
        // The person moved it on.
        if (target instanceof HTMLElement && !target.matches(".ask")) arrived.current = undefined;
      }}
    >
      <h2>
        {open.length > 0 ? "Waiting for You" : "No Longer Waiting"}
        {open.length > 0 && <span class="badge">{open.length}</span>}
      </h2>
      {requests.map((view) => {
        const { id } = view.form;
        const kept = memoryOf(memory, view);
        if (view.progress.kind === "settled") {
          return <SettledInputRequest key={id} view={view} progress={view.progress} draft={kept.draft} host={host} />;
        }
        return (
          <InputRequestCard
            key={id}
            view={view}
            host={host}
            memory={kept}
            open={wanted === id || (kept.open ?? (!narrow || view === open[0]))}
            isRested={() => isRested.current}
            onChange={() => redraw(undefined)}
          />
        );
      })}
    </aside>
  );
}

function requestAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-request]")?.dataset["request"] : undefined;
}

/** Whether a click there sends an answer. */
function isSend(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".do .btn:not(.second)") !== null;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
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

interface Point {
  x: number;
  y: number;
}

/** In pixels: how far a resting hand moves the pointer. */
const resting = 4;

/** Whether a hand that rests may have moved the pointer from one place to the other. */
function isResting(from: Point, to: Point): boolean {
  return Math.hypot(from.x - to.x, from.y - to.y) < resting;
}

/**
 * Whether the pointer hasn't moved since it came into the page. It comes there without moving when a list, a dialog or a
 * notification of VS Code above the page closes, and the second click of a double click on it reaches the page.
 */
function usePointerRest(): () => boolean {
  const came = useRef<Point>(undefined);
  const hasMoved = useRef(false);
  useEffect(() => {
    const leave = (): void => {
      came.current = undefined;
      hasMoved.current = false;
    };
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      came.current ??= { x, y };
      hasMoved.current ||= !isResting(came.current, { x, y });
    };
    const page = document.documentElement;
    page.addEventListener("pointerleave", leave);
    page.addEventListener("pointermove", move);
    // What comes above the page takes the focus, while the pointer may stay.
    window.addEventListener("blur", leave);
    return () => {
      page.removeEventListener("pointerleave", leave);
      page.removeEventListener("pointermove", move);
      window.removeEventListener("blur", leave);
    };
  }, []);
  return () => !hasMoved.current;
}

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { countOf } from "../../../model/counts.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { reveal } from "../../../ui/reveal.ts";
import type { InsightsHost } from "./insightsHost.ts";
import type { FilterCompletions } from "./insightsViews.ts";

interface FilterProps {
  filter: string;
  problem: string | undefined;
  note: string | undefined;
  host: InsightsHost;
  onApply: (filter: string) => void;
}

type Completion = FilterCompletions["items"][number];

/**
 * The filter, with the keys and values of *Search Runs…*. It counts on Enter and when the field is left. Typing, Down
 * and Ctrl+Space show completions; Enter takes the chosen one, and Escape closes them before it undoes the typing.
 */
export function FilterField({ filter, problem, note, host, onApply }: FilterProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  const { shown, chosen, ask, choose, close } = useCompletions(host);
  // The figures with the new filter take a moment, and the field may lose the focus before.
  const asked = useRef(filter);
  useEffect(() => {
    asked.current = filter;
    setText(filter);
  }, [filter]);
  const apply = (): void => {
    close();
    const wanted = text.trim();
    if (wanted === asked.current) return;
    asked.current = wanted;
    onApply(wanted);
  };
  const take = (item: Completion): void => {
    const input = field.current;
    if (!input || !shown) return;
    const caret = shown.start + item.insert.length;
    // Now, and not with the next drawing: the caret goes behind the text.
    input.value = `${text.slice(0, shown.start)}${item.insert}${text.slice(shown.end)}`;
    input.setSelectionRange(caret, caret);
    setText(input.value);
    if (item.insert.endsWith(":")) ask(input.value, caret);
    else close();
  };
  const onKey = (event: KeyboardEvent): void => {
    const caret = field.current?.selectionStart ?? text.length;
    const item = chosen === undefined ? undefined : shown?.items[chosen];
    if (event.key === "Enter") {
      if (item) take(item);
      else apply();
    } else if (event.key === "Escape" && shown) close();
    else if (event.key === "Escape") setText(filter);
    else if (event.key === " " && event.ctrlKey) ask(text, caret);
    else if (event.key === "ArrowDown" && !shown) ask(text, caret);
    else if (shown && (event.key === "ArrowDown" || event.key === "ArrowUp"))
      choose(event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
  };
  const described = [problem !== undefined && `${id}-problem`, note !== undefined && `${id}-note`].filter(Boolean);
  return (
    <>
      <div class="search" role="search">
        <Icon name="filter" />
        <input
          class="field"
          ref={field}
          value={text}
          placeholder="Filter: words, status:, tool:, error:, -user:"
          role="combobox"
          aria-label="Filter runs"
          aria-autocomplete="list"
          aria-expanded={shown !== undefined}
          aria-controls={shown ? id : undefined}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen}`}
          aria-invalid={problem !== undefined}
          aria-describedby={described.length === 0 ? undefined : described.join(" ")}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget: input }) => {
            setText(input.value);
            ask(input.value, input.selectionStart ?? input.value.length);
          }}
          onBlur={apply}
          onKeyDown={onKey}
        />
        <span class="sr" role="status">
          {shown ? countOf(shown.items.length, "completion") : ""}
        </span>
        {shown && <Completions id={id} items={shown.items} chosen={chosen} onTake={take} />}
      </div>
      {problem !== undefined && (
        <p class="wrong" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {note !== undefined && (
        <p class="unread dim" id={`${id}-note`} role="status">
          {note}
        </p>
      )}
    </>
  );
}

interface CompletionsProps {
  id: string;
  items: readonly Completion[];
  chosen: number | undefined;
  onTake: (item: Completion) => void;
}

function Completions({ id, items, chosen, onTake }: CompletionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const option = list.current?.querySelector("[aria-selected='true']");
    if (option) reveal(option);
  }, [chosen]);
  return (
    <div class="menu completions" role="listbox" id={id} aria-label="Completions" ref={list}>
      {items.map((item, at) => (
        <div
          key={item.label}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === chosen}
          // The field keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(item);
          }}
        >
          <Icon name={item.insert.endsWith(":") ? "symbol-property" : "symbol-value"} />
          <span class="ellipsis">{item.label}</span>
          <span class="end dim">{item.detail}</span>
        </div>
      ))}
    </div>
  );
}

/** The completions that are shown, and the one that the arrow keys have chosen. */
function useCompletions(host: InsightsHost) {
  const [shown, setShown] = useState<FilterCompletions | undefined>();
  const [chosen, setChosen] = useState<number | undefined>();
  // Of the last question: an earlier answer that is late shows nothing.
  const turn = useRef(0);
  const close = (): void => {
    turn.current++;
    setShown(undefined);
    setChosen(undefined);
  };
  const ask = (text: string, caret: number): void => {
    const mine = ++turn.current;
    void host.complete(text, caret).then((found) => {
      if (mine !== turn.current) return;
      setShown(found.items.length === 0 ? undefined : found);
      setChosen(undefined);
    });
  };
  const choose = (step: 1 | -1): void => {
    const count = shown?.items.length ?? 0;
    setChosen(chosen === undefined ? (step === 1 ? 0 : count - 1) : (chosen + step + count) % count);
  };
  return { shown, chosen, ask, choose, close };
}

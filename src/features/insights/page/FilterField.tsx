import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "#ui/Icon.tsx";
import type { InsightsHost } from "./insightsHost.ts";

interface FilterProps {
  filter: string;
  problem: string | undefined;
  /** The filter as it may be meant. */
  fixes: readonly string[];
  note: string | undefined;
  host: InsightsHost;
  onApply: (filter: string) => void;
}

/**
 * The filter, in the language of *Search Runs…*. It counts on Enter and when the field is left. Down, Ctrl+Space and a
 * button open VS Code's input of searches, which has the completions.
 */
export function FilterField({ filter, problem, fixes, note, host, onApply }: FilterProps) {
  const id = useId();
  const [text, setText] = useState(filter);
  // The figures with the new filter take a moment, and the field may lose the focus before.
  const asked = useRef(filter);
  useEffect(() => {
    asked.current = filter;
    setText(filter);
  }, [filter]);
  const apply = (): void => {
    const trimmed = text.trim();
    if (trimmed === asked.current) return;
    asked.current = trimmed;
    onApply(trimmed);
  };
  // VS Code's input takes the focus: what is typed isn't the filter yet.
  const isLeft = useRef(false);
  const complete = (): void => {
    isLeft.current = true;
    host.post({ type: "completeFilter", text });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter") apply();
    else if (event.key === "Escape") setText(filter);
    else if (event.key === "ArrowDown" || (event.key === " " && event.ctrlKey)) complete();
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
          value={text}
          placeholder="Filter: words, status:, tool:, error:, -user:"
          aria-label="Filter runs"
          aria-invalid={problem !== undefined}
          aria-describedby={described.length === 0 ? undefined : described.join(" ")}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget: input }) => setText(input.value)}
          onFocus={() => (isLeft.current = false)}
          onBlur={() => isLeft.current || apply()}
          onKeyDown={onKey}
        />
        <button
          type="button"
          class="act"
          title="Filter with Suggestions…"
          aria-label="Filter with Suggestions…"
          // The field keeps the focus, so that nothing is applied before.
          onMouseDown={(event) => event.preventDefault()}
          onClick={complete}
        >
          <Icon name="list-unordered" />
        </button>
      </div>
      {problem !== undefined && (
        <p class="wrong" id={`${id}-problem`} role="alert">
          {problem}
          {fixes.map((fix) => (
            <button type="button" class="link" key={fix} onClick={() => onApply(fix)}>
              Use {fix}
            </button>
          ))}
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

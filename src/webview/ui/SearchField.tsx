import type { RefObject } from "preact";
import { useEffect, useId } from "preact/hooks";
import { Icon, IconButton } from "./Icon.tsx";

interface SearchProps {
  label: string;
  query: string;
  /** How many matches there are, in words. */
  matches: string;
  field: RefObject<HTMLInputElement | null>;
  onQuery: (query: string) => void;
  onStep: (step: 1 | -1) => void;
  /** The reader leaves the field for what it searches. */
  onLeave: () => void;
}

/** A field that finds. `Enter` and `Shift+Enter` go through the matches, `Escape` leaves it. */
export function SearchField(props: SearchProps) {
  const { label, query, field } = props;
  const count = useId();
  useFindKey(field);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") props.onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" || event.key === "ArrowDown") props.onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        class="field"
        ref={field}
        value={query}
        placeholder={label}
        aria-label={label}
        aria-describedby={count}
        spellcheck={false}
        onInput={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {query !== "" && (
        <span class="tail">
          <span class="num" id={count}>
            {props.matches}
          </span>
          <IconButton icon="arrow-up" name="Previous Match" onPress={() => props.onStep(-1)} />
          <IconButton icon="arrow-down" name="Next Match" onPress={() => props.onStep(1)} />
        </span>
      )}
    </div>
  );
}

/** `Ctrl+F` goes to the field from wherever the focus is, and not to VS Code, whose own search sees only what is drawn. */
function useFindKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      field.current?.select();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [field]);
}

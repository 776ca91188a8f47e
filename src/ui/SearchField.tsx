import type { RefObject } from "preact";
import { useId } from "preact/hooks";
import { useFindKey } from "./hooks/useFindKey.ts";
import { Icon, IconButton } from "./Icon.tsx";

interface SearchProps {
  label: string;
  query: string;
  matches: string;
  field: RefObject<HTMLInputElement | null>;
  onQuery: (query: string) => void;
  onStep: (step: 1 | -1) => void;
  /** Called when the reader moves from the field to the content. */
  onLeave: () => void;
  /** Called when the reader ends the search; the same as leaving by default. */
  onEscape?: () => void;
}

/** A search field. `Enter` and `Shift+Enter` go through the matches, `Escape` and `ArrowDown` leave it. */
export function SearchField(props: SearchProps) {
  const { label, query, field } = props;
  const count = useId();
  useFindKey(() => field.current?.select());
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") props.onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") (props.onEscape ?? props.onLeave)();
    else if (event.key === "ArrowDown") props.onLeave();
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

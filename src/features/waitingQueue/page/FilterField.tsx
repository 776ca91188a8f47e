import { useRef } from "preact/hooks";
import { useFindKey } from "#ui/hooks/useFindKey.ts";
import { Icon } from "#ui/Icon.tsx";

interface FilterProps {
  text: string;
  onText: (text: string) => void;
  /** Called when the reader goes on to the list. */
  onLeave: () => void;
}

/** The field that filters the list. `Escape` empties it first, then leaves it. */
export function FilterField({ text, onText, onLeave }: FilterProps) {
  const field = useRef<HTMLInputElement>(null);
  useFindKey(() => field.current?.select());
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && text !== "") onText("");
    else if (event.key === "Escape" || event.key === "ArrowDown" || event.key === "Enter") onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div class="search" role="search">
      <Icon name="filter" />
      <input
        class="field"
        ref={field}
        value={text}
        placeholder="Filter input requests"
        title="By tool, user, value or prompt"
        aria-label="Filter input requests by tool, user, value or prompt"
        spellcheck={false}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

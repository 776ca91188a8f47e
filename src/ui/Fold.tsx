import { useFold } from "./hooks/useFold.ts";
import { JsonText, type TextProps } from "./JsonText.tsx";
import type { FoldMemory } from "./listMemory.ts";
import { useTabIndex } from "./tabStops.ts";

/** Details that one click shows. The choice survives a change of tabs. */
export function Fold(
  props: { id: string; name: string; text: string; memory: FoldMemory } & Pick<TextProps, "length" | "more">,
) {
  const [open, toggle] = useFold(props.memory, props.id);
  const tabIndex = useTabIndex();
  return (
    <div class="fold">
      <button type="button" class="link" tabIndex={tabIndex} aria-expanded={open} onClick={toggle}>
        {open ? "Hide" : "Show"} {props.name}
      </button>
      {open && <JsonText text={props.text} label={props.name} length={props.length} more={props.more} />}
    </div>
  );
}

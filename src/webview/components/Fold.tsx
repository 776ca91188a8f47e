import { useReducer } from "preact/hooks";
import { JsonText, type TextProps } from "../json/JsonText.tsx";
import type { StoryMemory } from "../state/viewMemory.ts";

/** Details that are one press away; the choice outlives a change of tabs. */
export function Fold(props: { id: string; name: string; text: string; memory: StoryMemory } & Pick<TextProps, "length" | "more">) {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const open = props.memory.open.get(props.id) ?? false;
  const toggle = (): void => {
    props.memory.open.set(props.id, !open);
    redraw(undefined);
  };
  return (
    <div class="fold">
      <button type="button" class="link" aria-expanded={open} onClick={toggle}>
        {open ? "Hide" : "Show"} {props.name}
      </button>
      {open && <JsonText text={props.text} label={props.name} length={props.length} more={props.more} />}
    </div>
  );
}

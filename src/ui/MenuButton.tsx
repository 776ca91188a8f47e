import type { RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icons.ts";
import type { MenuAction, MenuChoice, MenuEntry } from "./menuEntry.ts";
import { focusOn } from "./reveal.ts";
import { useTabIndex } from "./tabStops.ts";

export interface MenuButtonProps {
  /** The name of the button, and of its menu if that has no other name. */
  name: string;
  menu?: string;
  icon: IconName;
  /** The text beside the icon. A button with only an icon has just its name. */
  text?: string;
  pressed?: boolean;
  button?: RefObject<HTMLButtonElement | null>;
  class: string;
  entries: readonly MenuEntry[];
}

/** A button with a menu. Arrows, Home, End and letters move in it, Escape closes it, and the focus returns. */
export function MenuButton(props: MenuButtonProps) {
  const { name, menu: menuName = name, icon, text, entries } = props;
  const [open, setOpen] = useState<"first" | "last" | undefined>();
  const root = useRef<HTMLSpanElement>(null);
  const ownButton = useRef<HTMLButtonElement>(null);
  const button = props.button ?? ownButton;
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const items = (): HTMLElement[] => [...(menu.current?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? [])];
  const close = (focus: boolean): void => {
    setOpen(undefined);
    if (focus) focusOn(button.current);
  };
  // Also when the item with the focus has disappeared, because the run has ended meanwhile.
  useLayoutEffect(() => {
    if (open && !menu.current?.contains(document.activeElement))
      focusOn(items().find(isChecked) ?? items().at(open === "first" ? 0 : -1));
  });
  useEffect(() => {
    if (!open) return undefined;
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) close(false);
    };
    const closeSilently = (): void => close(false);
    document.addEventListener("pointerdown", closeOutside);
    window.addEventListener("blur", closeSilently);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      window.removeEventListener("blur", closeSilently);
    };
  }, [open]);
  const onMenuKey = (event: KeyboardEvent): void => {
    if (event.key === "Tab") return close(true);
    // The keys of a menu must not reach the view below.
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      return close(true);
    }
    const all = items();
    const target = keyToItem(
      event,
      all.map((item) => item.textContent),
      all.indexOf(document.activeElement as HTMLElement),
    );
    if (target === undefined) return undefined;
    event.preventDefault();
    return focusOn(all[target]);
  };
  return (
    <span class="menu-place" ref={root}>
      <button
        type="button"
        class={props.class}
        title={name}
        aria-label={text === undefined ? name : undefined}
        aria-pressed={props.pressed}
        aria-haspopup="menu"
        aria-expanded={open !== undefined}
        aria-controls={open ? id : undefined}
        tabIndex={useTabIndex()}
        ref={button}
        onClick={() => (open ? close(true) : setOpen("first"))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(event.key === "ArrowDown" ? "first" : "last");
        }}
      >
        <Icon name={icon} />
        {text !== undefined && (
          <>
            <span class="lb ellipsis">{text}</span>
            <Icon name="chevron-down" />
          </>
        )}
      </button>
      {open && (
        <div role="menu" id={id} class="menu" aria-label={menuName} ref={menu} onKeyDown={onMenuKey}>
          {entries.map((entry, index) =>
            "separator" in entry ? (
              <div role="separator" />
            ) : (
              <Item key={index} entry={entry} close={() => close(true)} />
            ),
          )}
        </div>
      )}
    </span>
  );
}

function Item({ entry, close }: { entry: MenuAction | MenuChoice; close: () => void }) {
  return (
    <button
      type="button"
      role={"checked" in entry ? "menuitemradio" : "menuitem"}
      aria-checked={"checked" in entry ? entry.checked : undefined}
      tabIndex={-1}
      onClick={() => {
        close();
        entry.run();
      }}
      onPointerEnter={(event) => focusOn(event.currentTarget)}
    >
      {"checked" in entry ? <Choice entry={entry} /> : <Icon name={entry.icon} />}
      {!("checked" in entry) && <span class="ellipsis">{entry.name}</span>}
    </button>
  );
}

function Choice({ entry }: { entry: MenuChoice }) {
  return (
    <>
      <span class="tick">{entry.checked && <Icon name="check" />}</span>
      <span class="tick">{entry.icon && !entry.inner && <Icon name={entry.icon} />}</span>
      <span class={`ellipsis${entry.inner ? " inner" : ""}`}>{entry.name}</span>
      {entry.detail !== undefined && <span class="end">{entry.detail}</span>}
    </>
  );
}

function isChecked(item: HTMLElement): boolean {
  return item.ariaChecked === "true";
}

/**
 * The item that a key selects in a menu: arrows in a circle, Home, End, and a letter for the next item that begins with
 * it.
 *
 * @param at -1 when none of the items has the focus
 * @returns `undefined` for a key without a meaning
 */
function keyToItem(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
  names: readonly string[],
  at: number,
): number | undefined {
  const count = names.length;
  if (count === 0 || ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return at <= 0 ? count - 1 : at - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default: {
      if (key.length !== 1 || key === " ") return undefined;
      const letter = key.toLowerCase();
      for (let step = 1; step <= count; step++) {
        const index = (at + step + count) % count;
        if (names[index]?.trim().toLowerCase().startsWith(letter)) return index;
      }
      return undefined;
    }
  }
}

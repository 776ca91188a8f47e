import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { keyToItem } from "./menuKeys.ts";
import { focusOn } from "./reveal.ts";
import type { IconName } from "./icons.ts";

/** An entry of a menu; `shown` names the widths at which it is there at all (a class of the style sheet). */
export type MenuEntry =
  | { name: string; icon: IconName; run: () => void; shown?: string | undefined }
  | { separator: true; shown?: string | undefined };

export interface MenuButtonProps {
  /** What the button is called, and its menu. */
  name: string;
  icon: IconName;
  class: string;
  entries: readonly MenuEntry[];
}

/** A button with a menu: arrows, Home, End and letters move in it, Escape closes it, and the focus comes back. */
export function MenuButton({ name, icon, entries, class: look }: MenuButtonProps) {
  const [open, setOpen] = useState<"first" | "last" | undefined>();
  const whole = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const items = (): HTMLElement[] =>
    [...(menu.current?.querySelectorAll<HTMLElement>("[role='menuitem']") ?? [])].filter((item) => item.offsetParent !== null);
  const close = (focus: boolean): void => {
    setOpen(undefined);
    if (focus) focusOn(button.current);
  };
  // Also when the item that had the focus is gone: the run has ended meanwhile.
  useLayoutEffect(() => {
    if (open && !menu.current?.contains(document.activeElement)) focusOn(items().at(open === "first" ? 0 : -1));
  });
  useEffect(() => {
    if (!open) return undefined;
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) close(false);
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
    // What a menu hears is not for the view below.
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      return close(true);
    }
    const all = items();
    const target = keyToItem(event, all.map((item) => item.textContent), all.indexOf(document.activeElement as HTMLElement));
    if (target === undefined) return undefined;
    event.preventDefault();
    return focusOn(all[target]);
  };
  return (
    <span class="menu-place" ref={whole}>
      <button
        type="button"
        class={look}
        title={name}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={open !== undefined}
        aria-controls={open ? id : undefined}
        ref={button}
        onClick={() => (open ? close(true) : setOpen("first"))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(event.key === "ArrowDown" ? "first" : "last");
        }}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <div role="menu" id={id} class="menu" aria-label={name} ref={menu} onKeyDown={onMenuKey}>
          {entries.map((entry) =>
            "separator" in entry ? (
              <div role="separator" class={entry.shown} />
            ) : (
              <button
                type="button"
                role="menuitem"
                key={entry.name}
                class={entry.shown}
                tabIndex={-1}
                onClick={() => {
                  close(true);
                  entry.run();
                }}
                onPointerEnter={(event) => focusOn(event.currentTarget)}
              >
                <Icon name={entry.icon} />
                <span class="ellipsis">{entry.name}</span>
              </button>
            ),
          )}
        </div>
      )}
    </span>
  );
}

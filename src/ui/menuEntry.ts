import type { IconName } from "./icons.ts";

/** An entry of a menu; `shown` names the widths at which it is visible (a class of the style sheet). */
export type MenuEntry = MenuAction | MenuChoice | { separator: true; shown?: string };

export interface MenuAction {
  name: string;
  icon: IconName;
  run: () => void;
  shown?: string;
}

export interface MenuChoice {
  name: string;
  icon?: IconName;
  checked: boolean;
  /** Shown at the end of the line. */
  detail?: string;
  /** Whether it belongs to the entry above. */
  inner?: boolean;
  run: () => void;
  shown?: string;
}

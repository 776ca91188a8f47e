import type { IconName } from "./icons.ts";

export type MenuEntry = MenuAction | MenuChoice | { separator: true };

export interface MenuAction {
  name: string;
  icon: IconName;
  run: () => void;
}

export interface MenuChoice {
  name: string;
  icon?: IconName;
  checked: boolean;
  detail?: string;
  /** Whether it belongs to the entry above. */
  inner?: boolean;
  run: () => void;
}

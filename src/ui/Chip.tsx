import { formatCount } from "#model/counts.ts";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icons.ts";

interface ChipProps {
  name: string;
  count?: number;
  pressed: boolean;
  icon?: IconName;
  /** The tooltip, where the name leaves something to say. */
  title?: string;
  onPress: () => void;
}

export function Chip(props: ChipProps) {
  return (
    <button type="button" class="chip" title={props.title} aria-pressed={props.pressed} onClick={props.onPress}>
      {props.icon && <Icon name={props.icon} />}
      {props.name}
      {props.count !== undefined && <span class="c">{formatCount(props.count)}</span>}
    </button>
  );
}

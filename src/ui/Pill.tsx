import { formatCount } from "#model/counts.ts";
import { Icon } from "./Icon.tsx";

/** Says how many items arrived while the reader was elsewhere, and goes there. */
export function Pill(props: { missed: number; onPress: () => void }) {
  if (props.missed <= 0) return null;
  return (
    <button type="button" class="btn pill" onClick={props.onPress}>
      <Icon name="arrow-down" />
      {props.missed > 999 ? "999+" : formatCount(props.missed)} new
    </button>
  );
}

/** Leads to the start or the end of a list, and is there. */
export function GoPill(props: { to: "start" | "end"; name: string; onPress: () => void }) {
  return (
    <button type="button" class={`btn pill go ${props.to}`} onClick={props.onPress}>
      <Icon name={props.to === "start" ? "arrow-up" : "arrow-down"} />
      {props.name}
    </button>
  );
}

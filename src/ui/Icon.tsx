import type { Tone } from "#model/status.ts";
import { iconClass, type IconName } from "./icons.ts";
import { useTabIndex } from "./tabStops.ts";

/** A codicon; `loading` spins. With a label it is an image for a screen reader, without one it is decoration. */
export function Icon(props: { name: IconName; tone?: Tone; class?: string; label?: string }) {
  const { name, tone, label } = props;
  const look = `${iconClass(name, tone)}${props.class ? ` ${props.class}` : ""}`;
  return label === undefined ? (
    <span class={look} aria-hidden="true" />
  ) : (
    <span class={look} role="img" aria-label={label} />
  );
}

/** A button with only an icon. Its name is also its tooltip. */
export function IconButton(props: { icon: IconName; name: string; onPress: () => void; pressed?: boolean }) {
  const tabIndex = useTabIndex();
  return (
    <button
      type="button"
      class="act"
      tabIndex={tabIndex}
      title={props.name}
      aria-label={props.name}
      aria-pressed={props.pressed}
      onClick={(event) => {
        event.stopPropagation();
        props.onPress();
      }}
    >
      <Icon name={props.icon} />
    </button>
  );
}

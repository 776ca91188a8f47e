import type { IconName } from "./icons.ts";
import { useTabIndex } from "./tabStops.ts";

/** A codicon. With a label it is an image for a screen reader, without one it is decoration. */
export function Icon(props: { name: IconName; class?: string; label?: string }) {
  const look = `codicon codicon-${props.name}${props.class ? ` ${props.class}` : ""}`;
  return props.label === undefined ? (
    <span class={look} aria-hidden="true" />
  ) : (
    <span class={look} role="img" aria-label={props.label} />
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

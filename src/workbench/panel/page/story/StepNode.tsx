import { Icon } from "#ui/Icon.tsx";
import type { IconName } from "#ui/icons.ts";

/** The tooltip of a step that a deployed app wouldn't report. */
export const onlyLocal = "Only local runs show this step";

/** The icon of a step on the rail. @param extra whether only local runs show it */
export function StepNode({ icon, extra }: { icon: IconName; extra?: boolean | undefined }) {
  return (
    <span class={`node${extra ? " only-local" : ""}`} title={extra ? onlyLocal : undefined}>
      <Icon name={icon} />
    </span>
  );
}

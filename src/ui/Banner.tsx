import { Icon } from "./Icon.tsx";
import type { IconName } from "./icons.ts";

interface BannerProps {
  text: string;
  icon?: IconName;
  /** What a person can do about it. */
  way?: { name: string; go: () => void } | undefined;
}

/** A failure in one sentence, above what stays readable. */
export function Banner({ text, icon, way }: BannerProps) {
  return (
    <div class="banner" role="alert">
      {icon && <Icon name={icon} />}
      <span class="ellipsis" title={text}>
        {text}
      </span>
      {way && (
        <button type="button" class="btn second" onClick={way.go}>
          {way.name}
        </button>
      )}
    </div>
  );
}

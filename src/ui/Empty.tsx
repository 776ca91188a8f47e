import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icons.ts";

interface Way {
  label: string;
  go: () => void;
}

/** An empty view: says calmly where to look instead. */
export function Empty(props: {
  icon: IconName;
  title: string;
  text?: string;
  link?: Way;
  orElse?: Way;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {(props.text ?? props.link) && (
        <p>
          {props.text}
          {[props.link, props.orElse].map(
            (way, index) =>
              way && (
                <>
                  {index > 0 ? " or " : " "}
                  <button type="button" class="link" onClick={way.go}>
                    {way.label}
                  </button>
                </>
              ),
          )}
        </p>
      )}
      {props.children}
    </div>
  );
}

import type { ComponentChildren } from "preact";
import type { PanelProblem } from "../features/panel/page/headerViews.ts";
import type { Host } from "../features/panel/page/host.ts";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icons.ts";
import { TextPieces } from "./TextPieces.tsx";

const icons: Record<PanelProblem["kind"], IconName> = {
  unreachable: "cloud",
  "not-found": "search-stop",
  auth: "key",
  forbidden: "lock",
  "plan-limit": "circle-slash",
  "no-connection": "plug",
  other: "error",
};

export function Problem(props: { problem: PanelProblem; host: Pick<Host, "act"> }) {
  const { problem } = props;
  return (
    <main class="empty" aria-label={problem.title}>
      <Icon name={icons[problem.kind]} />
      <h1>{problem.title}</h1>
      <p>
        <TextPieces pieces={problem.text} />
      </p>
      <div class="do">
        {problem.actions.map(({ label, action }, index) => (
          <button type="button" class={index === 0 ? "btn" : "btn second"} onClick={() => props.host.act(action)}>
            {label}
          </button>
        ))}
      </div>
    </main>
  );
}

interface Way {
  label: string;
  go: () => void;
}

/** An empty view: says calmly where to look instead. */
export function Empty(props: {
  icon: IconName;
  title: string;
  text: string;
  link?: Way;
  orElse?: Way;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
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
      {props.children}
    </div>
  );
}

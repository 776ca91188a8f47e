import { Icon } from "./Icon.tsx";
import type { IconName } from "./icons.ts";
import type { PageProblem as Problem } from "./pageMessages.ts";
import { TextPieces } from "./TextPieces.tsx";

const icons: Record<Problem<unknown>["kind"], IconName> = {
  unreachable: "cloud",
  "not-found": "search-stop",
  auth: "key",
  forbidden: "lock",
  "plan-limit": "circle-slash",
  "no-connection": "plug",
  other: "error",
};

/** A page that has nothing to show: why, and the buttons. */
export function PageProblem<Action>({ problem, act }: { problem: Problem<Action>; act: (action: Action) => void }) {
  return (
    <main class="panel" aria-label={problem.title}>
      <div class="empty" role="alert">
        <Icon name={icons[problem.kind]} />
        <h1>{problem.title}</h1>
        <p>
          <TextPieces pieces={problem.text} />
        </p>
        <div class="do">
          {problem.actions.map(({ label, action }, index) => (
            <button type="button" class={index === 0 ? "btn" : "btn second"} onClick={() => act(action)}>
              {label}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}

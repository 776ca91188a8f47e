import { formatClock } from "../../../model/clock.ts";
import { formatDuration } from "../../../model/duration.ts";
import { Icon } from "../../ui/Icon.tsx";
import { type Call, spanOfCalls } from "../groups/callGroups.ts";

/** The head of parallel calls: how many there are, how long they took, and how many failed. */
export function CallsHead({ calls }: { calls: readonly Call[] }) {
  const at = calls.find((call) => call.at !== undefined)?.at;
  return (
    <div class="step calls-head">
      <time class="at">{at === undefined ? "" : formatClock(at)}</time>
      <span class="node">
        <Icon name="tools" />
      </span>
      <h3>
        <Icon name="layers" />
        <span class="ellipsis">
          <b>{calls.length} calls at the same time</b> · {factsOf(calls)}
        </span>
      </h3>
    </div>
  );
}

function factsOf(calls: readonly Call[]): string {
  const span = spanOfCalls(calls);
  const count = (state: Call["state"]): number => calls.filter((call) => call.state === state).length;
  const facts = [span === undefined ? `${count("running")} running` : formatDuration(span)];
  for (const state of ["failed", "discarded", "skipped"] as const)
    if (count(state) > 0) facts.push(`${count(state)} ${state}`);
  if (count("unfinished") > 0) facts.push(`${count("unfinished")} without a result`);
  return facts.join(", ");
}

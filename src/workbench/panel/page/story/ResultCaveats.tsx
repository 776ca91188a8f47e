import { countOf } from "#model/counts.ts";
import { Icon } from "#ui/Icon.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { Call } from "./groups/callGroups.ts";
import type { ShownResult } from "./shownResult.ts";
import { useStory } from "./storyContext.ts";

/** What a reader has to know of a result: that a hook wrote it, or which calls a hook or a person prevented. */
export function ResultCaveats({ result: { blocked, prevented } }: { result: ShownResult }) {
  if (blocked) return <FromHook {...blocked} />;
  return (
    <>
      {reasons.map(({ state, ran }) => {
        const calls = prevented.filter((call) => call.state === state && (call.blocked?.ran ?? false) === ran);
        return <Prevented key={`${state} ${ran}`} state={state} ran={ran} calls={calls} />;
      })}
    </>
  );
}

/** The calls of each are said in a line of their own. */
const reasons = [
  { state: "blocked", ran: false },
  { state: "blocked", ran: true },
  { state: "declined", ran: false },
] as const;

function FromHook({ by, step }: NonNullable<ShownResult["blocked"]>) {
  const what = step?.kind === "tool" ? <code>{step.name}</code> : step?.point;
  return (
    <p class="cav">
      <Icon name="shield" />
      <span class="say-it">The result is from a hook, not from the model:</span>
      <span>
        {by === "" ? "a hook" : <code>{by}</code>} blocked {what ? what : "the run"}.
      </span>
      {step && <GoTo step={step} />}
    </p>
  );
}

interface PreventedProps {
  state: "blocked" | "declined";
  /** Whether the calls had run, so that only their results were blocked. */
  ran: boolean;
  calls: readonly Call[];
}

/** In a line with several, so many names are shown. */
const maxNames = 3;

function Prevented({ state, ran, calls }: PreventedProps) {
  const [first] = calls;
  if (!first) return null;
  const names = [...new Set(calls.map(({ name }) => name))];
  return (
    <p class="cav">
      <Icon name={state === "blocked" ? "shield" : "account"} />
      <span class="say-it">
        {countOf(calls.length, ran ? "result" : "call")} {calls.length === 1 ? "was" : "were"} {state}:
      </span>
      <span>
        {names.slice(0, maxNames).map((name, index) => (
          <>
            {index > 0 && ", "}
            <code>{name}</code>
          </>
        ))}
        {names.length > maxNames ? " …" : ""} {ran ? "had run." : "didn't run."}
      </span>
      <GoTo step={first} />
    </p>
  );
}

function GoTo({ step: { sequence, id } }: { step: StepView }) {
  const { onJump } = useStory();
  const tabIndex = useTabIndex();
  return (
    <button type="button" class="link" tabIndex={tabIndex} onClick={() => onJump(sequence, id)}>
      Go to Step
    </button>
  );
}

import { formatTicking } from "../../../../model/duration.ts";
import { parseTime } from "../../../../model/isoTime.ts";
import { Fold } from "../../../../ui/Fold.tsx";
import { useNow } from "../../../../ui/hooks/useNow.ts";
import type { TextProps } from "../../../../ui/JsonText.tsx";
import { useTabIndex } from "../../../../ui/tabStops.ts";
import type { RunHeader } from "../headerViews.ts";
import type { StepView } from "../storyViews.ts";
import { useStory } from "./storyContext.ts";

interface AskedProps extends Pick<TextProps, "more"> {
  header: RunHeader | undefined;
  hasForm: boolean;
  step: Extract<StepView, { kind: "request" | "notice" | "answer" }>;
}

/** An input request, a notice, or an answer. */
export function AskedStep({ step, header, hasForm, more }: AskedProps) {
  const { goTo, memory } = useStory();
  const tabIndex = useTabIndex();
  return (
    <div class="stack">
      <div class="one">
        {step.title !== "" && <b>{step.title}</b>}
        {step.text !== "" && <span class={step.kind === "notice" ? undefined : "dim"}>{step.text}</span>}
        {header && <Waiting at={step.at} header={header} />}
        {hasForm && (
          <button type="button" class="link goto" tabIndex={tabIndex} onClick={() => goTo(step.sequence)}>
            Go to Input Request
          </button>
        )}
      </div>
      {step.details !== undefined && (
        <Fold id={step.id} name="Details" text={step.details} length={step.detailsLength} more={more} memory={memory} />
      )}
    </div>
  );
}

/** How long an input request has waited. */
function Waiting({ at, header }: { at: number | undefined; header: RunHeader }) {
  const asOf = parseTime(header.asOf);
  const now = useNow(asOf === undefined, 1000);
  const start = parseTime(header.startedAt);
  if (at === undefined || start === undefined) return null;
  return <span class="dim num">Waiting {formatTicking((asOf ?? now) - start - at)}</span>;
}

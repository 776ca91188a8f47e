import { Fold } from "#ui/Fold.tsx";
import { Icon } from "#ui/Icon.tsx";
import { JsonText, type TextProps } from "#ui/JsonText.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { FrameLink, Frames } from "./Frames.tsx";
import { useStory } from "./storyContext.ts";

interface FailureProps extends Pick<TextProps, "more"> {
  step: Extract<StepView, { kind: "failed" }>;
}

export function Failure({ step, more }: FailureProps) {
  const { host, memory } = useStory();
  const { id, sequence, code, reason, message, remedy, facts, traceback, frames, details, detailsLength } = step;
  const factLines = facts?.map(({ name, value, title }) => `${name}: ${value}${title ? ` (${title})` : ""}`).join("\n");
  const whole = [reason, message, code, factLines, details, traceback].filter((part) => part).join("\n");
  const tabIndex = useTabIndex();
  const copy = (): void =>
    detailsLength === undefined ? host.copy(whole) : host.post({ type: "useEvent", use: "copy", sequence });
  return (
    <section class="failure" aria-label="Failure">
      <div class="top">
        <div class="why">
          {whole === "" ? <p class="dim">No reason given</p> : <Reason text={reason || message || code || ""} />}
          {reason && message !== "" && <p>{message}</p>}
          {remedy !== undefined && <p>{remedy}</p>}
        </div>
        {whole !== "" && (
          <div class="acts">
            <button type="button" class="btn second" tabIndex={tabIndex} onClick={copy}>
              <Icon name="copy" />
              Copy Error
            </button>
          </div>
        )}
      </div>
      <Facts step={step} />
      {traceback !== undefined && frames === undefined && (
        <Fold id={id} name="Traceback" text={traceback} memory={memory} />
      )}
      {frames && <Frames step={step} frames={frames} fold={id} />}
      {details !== undefined && <JsonText text={details} label="Error details" length={detailsLength} more={more} />}
    </section>
  );
}

/** The first sentence stands out. A line break ends it, too. */
function Reason({ text }: { text: string }) {
  const [first = text] = /^[^\n]*?[.!?](?=\s|$)|^[^\n]+/.exec(text) ?? [];
  const rest = text.slice(first.length).trim();
  return (
    <>
      <b>{first}</b>
      {rest !== "" && <p>{rest}</p>}
    </>
  );
}

/** The code of a failure whose reason is above it, and other facts, in one line. */
function Facts({ step }: Pick<FailureProps, "step">) {
  const { code, reason, message, node, facts = [], frames = [] } = step;
  const saysCode = code !== undefined && Boolean(reason || message);
  const own = frames.findLastIndex((frame) => frame.own);
  if (!saysCode && facts.length === 0 && own < 0) return null;
  return (
    <p class="facts">
      {saysCode && (
        <span>
          <code>{code}</code>
        </span>
      )}
      {frames.length > 0 && node !== undefined && !facts.some(({ name }) => name === "Node") && (
        <span>
          in <b>{node}</b>
        </span>
      )}
      {own >= 0 && (
        <span>
          in your code <FrameLink step={step} at={own} />
        </span>
      )}
      {facts.map(({ name, value, code: isCode, title }) => (
        <span key={name} title={title}>
          {name}: {isCode ? <code>{value}</code> : <b>{value}</b>}
        </span>
      ))}
    </p>
  );
}

import { Fold } from "../../../../ui/Fold.tsx";
import { Icon } from "../../../../ui/Icon.tsx";
import { JsonText, type TextProps } from "../../../../ui/JsonText.tsx";
import { useTabIndex } from "../../../../ui/tabStops.ts";
import type { Host } from "../host.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import type { StepView } from "../storyViews.ts";
import { FrameLink, Frames } from "./Frames.tsx";

interface FailureProps extends Pick<TextProps, "more"> {
  step: Extract<StepView, { kind: "failed" }>;
  host: Host;
  memory: StoryMemory;
}

export function Failure(props: FailureProps) {
  const { id, code, reason, message, remedy, facts, traceback, frames, details, detailsLength } = props.step;
  const known = facts?.map(({ name, value }) => `${name}: ${value}`).join("\n");
  const whole = [reason, message, code, known, details, traceback].filter((part) => part).join("\n");
  const { sequence } = props.step;
  const tabIndex = useTabIndex();
  const copy = (): void =>
    detailsLength === undefined ? props.host.copy(whole) : props.host.post({ type: "useEvent", use: "copy", sequence });
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
      <Facts step={props.step} host={props.host} />
      {traceback !== undefined && frames === undefined && (
        <Fold id={id} name="Traceback" text={traceback} memory={props.memory} />
      )}
      {frames && <Frames step={props.step} frames={frames} host={props.host} memory={props.memory} />}
      {details !== undefined && (
        <JsonText text={details} label="Error details" length={detailsLength} more={props.more} />
      )}
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
function Facts({ step, host }: Pick<FailureProps, "step" | "host">) {
  const { code, reason, message, node, facts = [], frames = [] } = step;
  const saysCode = code !== undefined && Boolean(reason || message);
  const own = frames.findLastIndex((frame) => frame.own);
  const place = frames[own]?.place;
  if (!saysCode && facts.length === 0 && place === undefined) return null;
  return (
    <p class="facts">
      {saysCode && (
        <span>
          <code>{code}</code>
        </span>
      )}
      {frames.length > 0 && node !== undefined && (
        <span>
          in <b>{node}</b>
        </span>
      )}
      {place !== undefined && (
        <span>
          in your code{" "}
          <FrameLink place={place} onOpen={() => host.post({ type: "openFrame", id: step.id, frame: own })} />
        </span>
      )}
      {facts.map(({ name, value, code: isCode }) => (
        <span key={name}>
          {name}: {isCode ? <code>{value}</code> : <b>{value}</b>}
        </span>
      ))}
    </p>
  );
}

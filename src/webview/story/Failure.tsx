import type { StepView } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import { JsonText, type TextProps } from "../json/JsonText.tsx";
import type { StoryMemory } from "../state/viewMemory.ts";
import { Fold } from "../ui/Fold.tsx";
import { Icon } from "../ui/Icon.tsx";
import { useTabIndex } from "../ui/tabStops.ts";

interface FailureProps extends Pick<TextProps, "more"> {
  item: Extract<StepView, { kind: "failed" }>;
  host: Host;
  memory: StoryMemory;
}

export function Failure(props: FailureProps) {
  const { id, code, message, traceback, details, detailsLength } = props.item;
  const whole = [code, message, details, traceback].filter((part) => part).join("\n");
  const { sequence } = props.item;
  const tabIndex = useTabIndex();
  const copy = (): void =>
    detailsLength === undefined ? props.host.copy(whole) : props.host.post({ type: "useEvent", use: "copy", sequence });
  return (
    <section class="failure" aria-label="Failure">
      <div class="top">
        <div class="why">
          {code !== undefined && <b>{code}</b>}
          {whole === "" ? <p class="dim">No reason given</p> : <p>{message}</p>}
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
      {traceback !== undefined && <Fold id={id} name="Traceback" text={traceback} memory={props.memory} />}
      {details !== undefined && (
        <JsonText text={details} label="Error details" length={detailsLength} more={props.more} />
      )}
    </section>
  );
}

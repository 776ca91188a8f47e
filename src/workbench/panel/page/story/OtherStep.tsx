import { stepKinds } from "#model/stepKinds.ts";
import { useFold } from "#ui/hooks/useFold.ts";
import { Icon } from "#ui/Icon.tsx";
import { JsonText } from "#ui/JsonText.tsx";
import { TabStops, useTabIndex } from "#ui/tabStops.ts";
import { ResultFiles } from "#workbench/panel/page/resultFiles/ResultFile.tsx";
import { useMoments } from "./moments.ts";
import { MoreOfText } from "./MoreOfText.tsx";
import { useStory } from "./storyContext.ts";
import type { OtherView, SameSteps } from "./storyLines.ts";

/** An event that the story has no form for: its type and its first fields, and its JSON on request. */
export function OtherStep({ step }: { step: OtherView }) {
  const { host, memory } = useStory();
  const [open, toggle] = useFold(memory, step.id);
  const words = [step.name ?? "", step.fields ?? ""].filter((part) => part !== "").join(" · ");
  const openText = (): void => host.post({ type: "useEvent", use: "open", sequence: step.sequence });
  return (
    <div class="stack">
      {step.text === "" ? (
        <code>{step.type}</code>
      ) : (
        <RawLine type={step.type} words={words} open={open} onPress={toggle} />
      )}
      {open && (
        <div class="fold">
          <JsonText
            text={step.text}
            length={step.textLength}
            label={step.type}
            more={(left) => <MoreOfText left={left} onOpen={openText} />}
          />
        </div>
      )}
      <ResultFiles files={step.files} of="this event" />
    </div>
  );
}

/** Equal neighbours in one line. They follow it while it is open. */
export function SameOthers({ line: { key, step, steps, open }, current }: { line: SameSteps; current: boolean }) {
  const moment = useMoments();
  const { memory, onFold } = useStory();
  const toggle = (): void => {
    memory.open.set(key, !open);
    onFold();
  };
  // While it is open, its first step has its own place.
  const attributes = open ? {} : { "data-sequence": step.sequence, "data-item": step.id };
  return (
    <div class="step" data-kind="other" tabIndex={-1} {...attributes}>
      <time class="at">{step.at === undefined ? "" : moment(step.at)}</time>
      <span class="node">
        <Icon name={stepKinds.other.icon} />
      </span>
      <TabStops.Provider value={current}>
        <RawLine type={`${step.type} × ${steps.length}`} words={step.name ?? ""} open={open} onPress={toggle} />
      </TabStops.Provider>
    </div>
  );
}

function RawLine(props: { type: string; words: string; open: boolean; onPress: () => void }) {
  return (
    <button type="button" class="raw-line" tabIndex={useTabIndex()} aria-expanded={props.open} onClick={props.onPress}>
      <Icon name={props.open ? "chevron-down" : "chevron-right"} />
      <code>{props.type}</code>
      <span class="ellipsis">{props.words}</span>
    </button>
  );
}

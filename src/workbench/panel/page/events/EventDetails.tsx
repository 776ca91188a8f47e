import { useState } from "preact/hooks";
import { sequenceAt } from "#model/eventPosition.ts";
import { useIsSlow } from "#ui/hooks/useIsSlow.ts";
import { IconButton } from "#ui/Icon.tsx";
import { JsonText } from "#ui/JsonText.tsx";
import { usePanel } from "#workbench/panel/page/host.ts";
import { ResultFiles } from "#workbench/panel/page/resultFiles/ResultFile.tsx";
import type { EventDetail } from "#workbench/panel/page/state/panelState.ts";
import type { EventsMemory } from "#workbench/panel/page/state/viewMemory.ts";

interface DetailsProps {
  detail: EventDetail;
  type: string;
  memory: EventsMemory;
  finder: RegExp | undefined;
  onStory: () => void;
  onRetry: () => void;
  onClose: () => void;
}

export function EventDetails(props: DetailsProps) {
  const { detail, memory } = props;
  const { host } = usePanel();
  const { sequence } = detail;
  const [wrap, setWrap] = useState(memory.wrap);
  const toggleWrap = (): void => {
    memory.wrap = !wrap;
    setWrap(!wrap);
  };
  return (
    <section class="detail" aria-label={`Event ${sequenceAt(sequence)}`}>
      <header>
        <b class="ellipsis" title={props.type}>
          {props.type}
        </b>
        <span class="dim num">{sequenceAt(sequence)}</span>
        <span class="grow" />
        {detail.state === "here" && (
          <>
            <IconButton icon="word-wrap" name="Wrap Lines" pressed={wrap} onPress={toggleWrap} />
            <IconButton icon="book" name="Show in Story" onPress={props.onStory} />
            <IconButton
              icon="copy"
              name="Copy as JSON"
              onPress={() => host.post({ type: "useEvent", use: "copy", sequence })}
            />
            <IconButton
              icon="go-to-file"
              name="Open as Text"
              onPress={() => host.post({ type: "useEvent", use: "open", sequence })}
            />
          </>
        )}
        <IconButton icon="close" name="Close Details" onPress={props.onClose} />
      </header>
      <div class={`scroll${wrap ? "" : " nowrap"}`}>
        {detail.state === "here" && <ResultFiles files={detail.files} of="this event" />}
        {detail.state === "here" && (
          <JsonText text={detail.json} label="Raw JSON" length={detail.length} finder={props.finder} />
        )}
        {detail.state === "gone" && (
          <p class="note dim">This event is no longer in memory, and the app no longer stores it.</p>
        )}
        {detail.state === "failed" && (
          <p class="note" role="alert">
            The event couldn't be loaded: {detail.error}{" "}
            <button type="button" class="link" onClick={props.onRetry}>
              Retry
            </button>
          </p>
        )}
        {detail.state === "asked" && <Loading key={sequence} />}
      </div>
    </section>
  );
}

function Loading() {
  return useIsSlow() ? <p class="note dim">Loading</p> : null;
}

import { useEffect, useMemo, useState } from "preact/hooks";
import { sequenceAt } from "../../../../model/eventPlace.ts";
import { IconButton } from "../../../../ui/Icon.tsx";
import { JsonText } from "../../../../ui/JsonText.tsx";
import type { Host } from "../host.ts";
import { openStrings } from "../json/openStrings.ts";
import { ResultFiles } from "../resultFiles/ResultFile.tsx";
import type { EventDetail } from "../state/panelState.ts";
import type { EventsMemory } from "../state/viewMemory.ts";

interface DetailsProps {
  detail: EventDetail;
  type: string;
  host: Host;
  memory: EventsMemory;
  /** Finds the searched text. */
  finder: RegExp | undefined;
  onStory: () => void;
  /** Requests the JSON again. */
  onRetry: () => void;
  onClose: () => void;
}

/** The raw JSON of the selected event. */
export function EventDetails(props: DetailsProps) {
  const { detail, host, memory } = props;
  const { sequence } = detail;
  const [wrap, setWrap] = useState(memory.wrap);
  const late = useIsOverdue(detail.state === "asked" ? sequence : undefined);
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
        {detail.state === "here" && <ResultFiles files={detail.files} of="this event" host={host} />}
        {detail.state === "here" && <Raw key={sequence} detail={detail} finder={props.finder} />}
        {detail.state === "gone" && <p class="note dim">This event is no longer in memory or stored by the app.</p>}
        {detail.state === "failed" && (
          <p class="note" role="alert">
            It couldn't be read: {detail.error}{" "}
            <button type="button" class="link" onClick={props.onRetry}>
              Retry
            </button>
          </p>
        )}
        {late && <p class="note dim">Loading</p>}
      </div>
    </section>
  );
}

/** In milliseconds. JSON from memory arrives within a frame, so only slower reads show that they are loading. */
const slowAfter = 300;

/** Whether a request has taken longer than that. */
function useIsOverdue(asked: number | undefined): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (asked === undefined) return undefined;
    const timer = setTimeout(() => setLate(true), slowAfter);
    return () => clearTimeout(timer);
  }, [asked]);
  return late && asked !== undefined;
}

function Raw({ detail: { json, length }, finder }: { detail: EventDetail; finder: RegExp | undefined }) {
  const [asIs, setAsIs] = useState(false);
  const inside = useMemo(() => (length === undefined ? openStrings(json) : undefined), [json, length]);
  return (
    <>
      {inside && (
        <p class="note dim">
          {said(inside.opened, asIs)}{" "}
          <button type="button" class="link" onClick={() => setAsIs(!asIs)}>
            {asIs ? "Show JSON" : "Show String"}
          </button>
        </p>
      )}
      <JsonText
        text={inside && !asIs ? inside.text : json}
        label="Raw JSON"
        finder={finder}
        {...(length === undefined ? {} : { length })}
      />
    </>
  );
}

function said(fields: readonly string[], asIs: boolean): string {
  const [subject, verb] = fields.length > 1 ? [fields.join(" and "), "are"] : [fields[0], "is"];
  return `The ${subject} came as a string with JSON inside${asIs ? "." : ` and ${verb} shown as JSON.`}`;
}

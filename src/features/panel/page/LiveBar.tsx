import { countOf } from "../../../model/counts.ts";
import { formatDuration } from "../../../model/duration.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { useNow } from "../../../ui/hooks/useNow.ts";
import { Icon } from "../../../ui/Icon.tsx";
import type { EventMark } from "./eventViews.ts";
import type { LiveView } from "./headerViews.ts";
import type { Host } from "./host.ts";

interface LiveBarProps {
  live: LiveView;
  eventCount: number | undefined;
  marks?: readonly EventMark[];
  /** What stands in place of the events for a run of a program on this machine. */
  trace?: string | undefined;
}

export function LiveBar(props: LiveBarProps) {
  const { live } = props;
  const now = useNow(live.kind === "reconnecting", 250);
  return (
    <footer class="live">
      <span class="state">
        <span class={`dot${dots[live.kind]}`} />
        {word(live, now)}
      </span>
      <span class="grow ellipsis dim">{text(live)}</span>
      {props.trace !== undefined && <span class="dim opt">{props.trace}</span>}
      {props.trace === undefined && props.eventCount !== undefined && (
        <span class="dim opt num">{counts(props.eventCount, props.marks?.length ?? 0)}</span>
      )}
    </footer>
  );
}

/** `1 gap · 98,412 events`. */
function counts(events: number, gaps: number): string {
  return [...(gaps > 0 ? [countOf(gaps, "gap")] : []), countOf(events, "event")].join(" · ");
}

const dots: Record<LiveView["kind"], string> = {
  connecting: " off",
  live: "",
  reconnecting: " retry",
  ended: " off",
  exported: " off",
};

function word(live: LiveView, now: number): string {
  switch (live.kind) {
    case "connecting":
      return "Connecting";
    case "live":
      return "Live";
    case "ended":
      return "Ended";
    case "exported":
      return "Exported";
    case "reconnecting": {
      const seconds = Math.ceil((live.retryAt - now) / 1000);
      return seconds > 0 ? `Reconnecting in ${seconds} s` : "Reconnecting";
    }
  }
}

function text(live: LiveView): string {
  if (live.kind === "connecting") return "";
  return live.kind === "reconnecting" ? `${live.reason}, attempt ${live.attempt}` : live.text;
}

/** In milliseconds: a run that says nothing for so long may have lost its worker. */
const longSilence = 3_600_000;

/** A run whose worker was killed stays started for good. Nothing but its silence shows that. */
export function Silence({ lastAt, host }: { lastAt: string | undefined; host: Host }) {
  const now = useNow(true, 60_000);
  const since = parseTime(lastAt);
  if (since === undefined || now - since < longSilence) return null;
  const sentence = `No event for ${formatDuration(now - since)}. If its worker has stopped, this run won't end on its own.`;
  return (
    <div class="banner silence" role="status">
      <Icon name="warning" />
      <span class="ellipsis" title={sentence}>
        {sentence}
      </span>
      <button type="button" class="btn second" onClick={() => host.act("cancel")}>
        Cancel
      </button>
    </div>
  );
}

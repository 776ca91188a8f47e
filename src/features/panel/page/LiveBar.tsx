import { countOf } from "../../../model/counts.ts";
import { useNow } from "../../../ui/hooks/useNow.ts";
import type { EventMark } from "./eventViews.ts";
import type { LiveView } from "./headerViews.ts";

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

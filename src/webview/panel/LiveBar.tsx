import { countOf, formatCount } from "../../model/counts.ts";
import type { EventMark } from "../../protocol/eventViews.ts";
import type { LiveView } from "../../protocol/viewModels.ts";
import { useNow } from "../ui/hooks/useNow.ts";
import { useRate } from "../ui/hooks/useRate.ts";

/** In events a second. Nobody wonders about a slower rate. */
const fast = 20;

export function LiveBar(props: { live: LiveView; eventCount: number | undefined; marks?: readonly EventMark[] }) {
  const { live } = props;
  const now = useNow(live.kind === "reconnecting", 250);
  const rate = useRate(props.eventCount ?? 0, live.kind === "live");
  return (
    <footer class="live">
      <span class="state">
        <span class={`dot${dots[live.kind]}`} />
        {word(live, now)}
      </span>
      <span class="grow ellipsis dim">{text(live)}</span>
      {props.eventCount !== undefined && (
        <span class="dim opt num">{counts(props.eventCount, props.marks ?? [], rate)}</span>
      )}
    </footer>
  );
}

/** `1 gap · 2 reconnects · 184 events/s · 98,412 events`. */
function counts(events: number, marks: readonly EventMark[], rate: number): string {
  const gaps = marks.filter(({ warning }) => warning).length;
  const reconnects = marks.length - gaps;
  const parts = [
    gaps > 0 && countOf(gaps, "gap"),
    reconnects > 0 && countOf(reconnects, "reconnect"),
    rate > fast && `${formatCount(rate)} events/s`,
    countOf(events, "event"),
  ];
  return parts.filter(Boolean).join(" · ");
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

import { useEffect, useState } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import { Icon } from "#ui/Icon.tsx";
import type { EventMark } from "./eventViews.ts";
import type { LiveView } from "./headerViews.ts";
import { usePanel } from "./host.ts";

interface LiveBarProps {
  live: LiveView;
  eventCount: number | undefined;
  marks?: readonly EventMark[];
  /** What stands in place of the events for a run of a program on this machine. */
  trace?: string | undefined;
}

/** In events a second. Nobody wonders about a slower rate. */
const minShownRate = 20;

export function LiveBar(props: LiveBarProps) {
  const { live } = props;
  const now = useNow(live.kind === "reconnecting", 250);
  const seconds = Math.ceil(((live.retryAt ?? now) - now) / 1000);
  const rate = useRate(props.eventCount ?? 0, live.kind === "live");
  return (
    <footer class="live">
      <span class="state">
        <span class={`dot${looks[live.kind].dot}`} />
        {looks[live.kind].word}
        {seconds > 0 && ` in ${seconds} s`}
      </span>
      <span class="grow ellipsis dim">{live.text}</span>
      {props.trace !== undefined && <span class="dim opt">{props.trace}</span>}
      {props.trace === undefined && props.eventCount !== undefined && (
        <span class="dim opt num">{counts(props.eventCount, props.marks ?? [], rate)}</span>
      )}
    </footer>
  );
}

/** `1 gap · 2 reconnects · 184 events/s · 98,412 events`. */
function counts(events: number, marks: readonly EventMark[], rate: number): string {
  const reconnects = marks.filter(({ reconnect }) => reconnect).length;
  const gaps = marks.length - reconnects;
  const parts = [
    gaps > 0 && countOf(gaps, "gap"),
    reconnects > 0 && countOf(reconnects, "reconnect"),
    rate > minShownRate && `${formatCount(rate)} events/s`,
    countOf(events, "event"),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** How often the count is read, in milliseconds, and how many of the last readings make a rate: those of 2 seconds. */
const [countInterval, maxReadings] = [500, 5];

/** How much a count grows each second, as a whole number, while it is watched. */
function useRate(count: number, watched: boolean): number {
  const latest = useLatest(count);
  const [readings, setReadings] = useState<{ at: number; count: number }[]>([]);
  useEffect(() => {
    if (!watched) return undefined;
    const read = () => ({ at: performance.now(), count: latest.current });
    setReadings([read()]);
    const timer = setInterval(() => setReadings((last) => [...last.slice(1 - maxReadings), read()]), countInterval);
    return () => clearInterval(timer);
  }, [watched]);
  const [first, last] = [readings[0], readings.at(-1)];
  if (!watched || !first || !last || first === last) return 0;
  return Math.round(((last.count - first.count) * 1_000) / (last.at - first.at));
}

const looks: Record<LiveView["kind"], { word: string; dot: string }> = {
  connecting: { word: "Connecting", dot: " off" },
  live: { word: "Live", dot: "" },
  reconnecting: { word: "Reconnecting", dot: " retry" },
  ended: { word: "Ended", dot: " off" },
  exported: { word: "Exported", dot: " off" },
};

/** In milliseconds: a run that says nothing for so long may have lost its worker. */
const minSilence = 3_600_000;

/** A run whose worker was killed stays started for good. Nothing but its silence shows that. */
export function Silence({ lastAt }: { lastAt: string | undefined }) {
  const { host } = usePanel();
  const now = useNow(true, 60_000);
  const since = parseTime(lastAt);
  if (since === undefined || now - since < minSilence) return null;
  const sentence = `No event for ${formatDuration(now - since)}. This run won't end on its own if its worker has stopped.`;
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

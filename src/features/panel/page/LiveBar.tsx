import { useEffect, useState } from "preact/hooks";
import { countOf, formatCount } from "../../../model/counts.ts";
import { useLatest } from "../../../ui/hooks/useLatest.ts";
import { useNow } from "../../../ui/hooks/useNow.ts";
import type { EventMark } from "./eventViews.ts";
import type { LiveView } from "./headerViews.ts";

/** In events a second. Nobody wonders about a slower rate. */
const fastRate = 20;

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
  const rate = useRate(props.eventCount ?? 0, live.kind === "live");
  return (
    <footer class="live">
      <span class="state">
        <span class={`dot${dots[live.kind]}`} />
        {word(live, now)}
      </span>
      <span class="grow ellipsis dim">{text(live)}</span>
      {props.trace !== undefined && <span class="dim opt">{props.trace}</span>}
      {props.trace === undefined && props.eventCount !== undefined && (
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
    rate > fastRate && `${formatCount(rate)} events/s`,
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

/** In milliseconds: how often the count is read, and the period of a rate. */
const countInterval = 500;
const ratePeriod = 2_000;

/** How much a count grows each second, as a whole number, while it is watched. */
function useRate(count: number, watched: boolean): number {
  const [rate, setRate] = useState(0);
  const latest = useLatest(count);
  useEffect(() => {
    setRate(0);
    if (!watched) return undefined;
    let samples = [{ at: performance.now(), count: latest.current }];
    const timer = setInterval(() => {
      const at = performance.now();
      samples = [
        ...samples.filter((sample) => sample.at > at - ratePeriod - countInterval / 2),
        { at, count: latest.current },
      ];
      const [first] = samples;
      if (first && first.at < at) setRate(Math.round(((latest.current - first.count) * 1_000) / (at - first.at)));
    }, countInterval);
    return () => clearInterval(timer);
  }, [watched]);
  return rate;
}

import type { RefObject } from "preact";
import { type Tick, ticksOf } from "./scale/ticks.ts";
import type { TimeScale } from "./scale/timeScale.ts";

/** The times above the rows. */
export function Ruler(props: { scale: TimeScale; track: RefObject<HTMLDivElement | null> }) {
  return (
    <div class="ruler" aria-hidden="true">
      <div class="lab">Name</div>
      <div class="track" ref={props.track}>
        {ticksOf(props.scale).map((tick) => (
          <span key={tick.time} style={leftOf(tick)}>
            {tick.label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The background of the rows: the lines of the ruler, the breaks, and the line of the run's current time. */
export function TimelineGrid({ scale, now }: { scale: TimeScale; now: number | undefined }) {
  const nowAt = now === undefined ? undefined : scale.toPixels(now);
  return (
    <div class="tl-grid" aria-hidden="true">
      {ticksOf(scale).map((tick) => (
        <i key={tick.time} class="grid-line" style={leftOf(tick)} />
      ))}
      {scale.stretches
        .filter(({ folded }) => folded)
        .map(({ from, left, right }) => (
          <i key={`break ${from}`} class="fold-gap" style={{ left: `${left}px`, width: `${right - left}px` }} />
        ))}
      {nowAt !== undefined && nowAt <= scale.width && <i class="nowline" style={{ left: `${nowAt}px` }} />}
    </div>
  );
}

function leftOf({ left }: Tick): { left: string } {
  return { left: `${left}px` };
}

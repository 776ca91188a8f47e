import { useRef } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { formatClock, formatPreciseClock } from "#model/timeInRun.ts";
import { useSize } from "#ui/hooks/useSize.ts";
import { useMoments } from "#workbench/panel/page/story/moments.ts";
import { foldedWaits } from "./scale/foldedWaits.ts";
import { stripBars } from "./scale/stripBars.ts";
import { TimeScale } from "./scale/timeScale.ts";
import { windowOf, type ZoomWindow } from "./scale/zoomWindow.ts";
import type { TimelineModel } from "./useTimelineModel.ts";

interface StripProps {
  model: TimelineModel;
  window: ZoomWindow;
  onWindow: (window: ZoomWindow) => void;
}

/** In milliseconds: a shorter run has no places on a clock. */
const minClockTime = 1_000;

type Grip = "from" | "to" | "both";

/** The whole run, and the window that the rows below show: its ends zoom, its middle moves. */
export function TimelineStrip({ model, window, onWindow }: StripProps) {
  const { rows, visible, waits, end, live } = model;
  const map = useRef<HTMLDivElement>(null);
  const drag = useRef<{ grip: Grip; from: number; to: number; x: number } | undefined>(undefined);
  const { width } = useSize(map);
  const scale = new TimeScale({ from: 0, to: end, width, folded: foldedWaits(waits, 0, end) });
  const { from, to } = model.scale;
  const left = scale.toPixels(from);
  const right = window.to === undefined ? width : scale.toPixels(to);
  const moment = useMoments();
  const words = (time: number): string =>
    end < minClockTime && moment !== formatClock ? moment(time) : formatPreciseClock(time, (to - from) / 10);
  const until = window.to !== undefined ? words(to) : live ? "now" : words(end);

  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (event.button !== 0) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const grip = gripOf(event.target) ?? "both";
    const inside = x >= left && x <= right;
    const shift = grip === "both" && !inside ? x - (left + right) / 2 : 0;
    drag.current = { grip, from: left + shift, to: right + shift, x };
    event.currentTarget.setPointerCapture(event.pointerId);
    if (shift !== 0) onWindow(moved(scale, left + shift, right + shift, end));
  };
  const onPointerMove = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const held = drag.current;
    if (!held) return;
    const by = event.clientX - event.currentTarget.getBoundingClientRect().left - held.x;
    if (held.grip === "both") onWindow(moved(scale, held.from + by, held.to + by, end));
    else if (held.grip === "from")
      onWindow(windowOf(Math.min(scale.toTime(held.from + by), to), window.to ?? end, end));
    else onWindow(windowOf(from, Math.max(scale.toTime(held.to + by), from), end));
  };
  const onPointerUp = (): void => {
    drag.current = undefined;
  };

  return (
    <div class="over">
      <div class="cap">
        <b class="num">
          {words(from)} – {until}
        </b>
        <br />
        {visible.length === rows.length
          ? countOf(rows.length, "row")
          : `${formatCount(visible.length)} of ${countOf(rows.length, "row")}`}
      </div>
      <div
        class="map"
        ref={map}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
      >
        {stripBars(rows, scale, end).map((bar) => (
          <i class={`tb ${bar.look}`} style={{ left: `${bar.left}px`, top: `${bar.top}px`, width: `${bar.width}px` }} />
        ))}
        <div class="brush" style={{ left: `${left}px`, width: `${Math.max(0, right - left)}px` }}>
          <TimelineSlider
            side="from"
            name="Visible from"
            value={from}
            text={words(from)}
            end={end}
            onMove={(time) => onWindow(windowOf(Math.min(time, to), window.to ?? end, end))}
          />
          <TimelineSlider
            side="to"
            name="Visible to"
            value={to}
            text={until}
            end={end}
            onMove={(time) => onWindow(windowOf(from, Math.max(time, from), end))}
          />
        </div>
      </div>
    </div>
  );
}

function gripOf(target: EventTarget | null): Grip | undefined {
  const side = target instanceof HTMLElement ? target.dataset["side"] : undefined;
  return side === "from" || side === "to" ? side : undefined;
}

/** The window with the same length, within the strip. */
function moved(scale: TimeScale, left: number, right: number, end: number): ZoomWindow {
  const back = Math.min(0, left) + Math.max(0, right - scale.end);
  return windowOf(scale.toTime(left - back), right >= scale.end ? end : scale.toTime(right - back), end);
}

interface SliderProps {
  side: "from" | "to";
  name: string;
  /** Milliseconds on the story's clock, like those below. */
  value: number;
  text: string;
  end: number;
  onMove: (time: number) => void;
}

const keyParts: Record<string, number> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

/** One end of the window. The keyboard moves it by parts of the run; the pointer drags it along the strip. */
function TimelineSlider({ side, name, value, text, end, onMove }: SliderProps) {
  const seconds = (time: number): number => Math.round(time / 100) / 10;
  return (
    <span
      class={side}
      role="slider"
      tabIndex={0}
      data-side={side}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={seconds(end)}
      aria-valuenow={seconds(value)}
      aria-valuetext={text}
      onKeyDown={(event) => {
        const part = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey ? undefined : keyParts[event.key];
        if (part === undefined) return;
        event.preventDefault();
        onMove(value + part * end);
      }}
    />
  );
}

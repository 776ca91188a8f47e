interface SliderProps {
  side: "from" | "to";
  name: string;
  /** Milliseconds on the story's clock, like those below. */
  value: number;
  text: string;
  end: number;
  onMove: (time: number) => void;
}

const parts: Record<string, number> = {
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
export function TimelineSlider({ side, name, value, text, end, onMove }: SliderProps) {
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
        const part = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey ? undefined : parts[event.key];
        if (part === undefined) return;
        event.preventDefault();
        onMove(value + part * end);
      }}
    />
  );
}

import { countOf } from "#model/counts.ts";
import { useFold } from "#ui/hooks/useFold.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import type { FrameView, StepView, TracebackView } from "#workbench/panel/page/storyViews.ts";
import { framesId } from "./find/stepWords.ts";
import { useStory } from "./storyContext.ts";

/** Number of calls shown first, the last ones, where none is of the workspace. */
const minShownFrames = 6;

type Traced = Pick<StepView, "id"> & TracebackView;

interface FramesProps {
  step: Traced;
  frames: readonly FrameView[];
  /** The id under which it stays collapsed. */
  fold: string;
  /** Absent where its failure is copied with it. */
  onCopy?: () => void;
}

/** The calls of a traceback in Python's order. Those in files of the workspace are links; others are folded between them. */
export function Frames({ step, frames, fold, onCopy }: FramesProps) {
  const { memory } = useStory();
  const [open, toggle] = useFold(memory, fold, true);
  const [all, showAll] = useFold(memory, framesId(step.id));
  const tabIndex = useTabIndex();
  const id = `frames-${step.id}`;
  return (
    <div class="trace-fold">
      <div class="trace-head">
        <button
          type="button"
          class="trace"
          tabIndex={tabIndex}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={toggle}
        >
          <Icon name={open ? "chevron-down" : "chevron-right"} />
          <span>Traceback</span>
          <span class="dim">{countOf(frames.length, "frame")}</span>
        </button>
        {onCopy && <IconButton icon="copy" name="Copy Traceback" onPress={onCopy} />}
      </div>
      {open && (
        <div id={id}>
          <div class="frames">
            <ol aria-label="Frames, most recent call last">
              {stretchesOf(frames).flatMap(({ at, end, folds }) => [
                folds !== undefined && (
                  <li key={`before ${at}`}>
                    <button type="button" class="link" tabIndex={tabIndex} aria-expanded={all} onClick={showAll}>
                      {folds}
                    </button>
                  </li>
                ),
                ...(folds === undefined || all ? frames.slice(at, end) : []).map((frame, index) => (
                  <Call key={at + index} step={step} frame={frame} at={at + index} />
                )),
              ])}
            </ol>
            {step.tracebackEnd !== undefined && <p class="end">{step.tracebackEnd}</p>}
          </div>
        </div>
      )}
    </div>
  );
}

/** Calls that follow each other, and the words in whose place they are shown on request. */
interface Stretch {
  at: number;
  end: number;
  folds?: string;
}

function stretchesOf(frames: readonly FrameView[]): Stretch[] {
  const hasOwn = frames.some(({ own }) => own);
  const isFolded = ({ own }: FrameView, at: number): boolean => (hasOwn ? !own : at < frames.length - minShownFrames);
  const starts = frames.flatMap((frame, at) =>
    at === 0 || isFolded(frame, at) !== isFolded(frames[at - 1]!, at - 1) ? [at] : [],
  );
  return starts.map((at, index) => {
    const end = starts[index + 1] ?? frames.length;
    const words = hasOwn ? countOf(end - at, "library frame") : countOf(end - at, "earlier frame");
    return { at, end, folds: isFolded(frames[at]!, at) ? words : undefined };
  });
}

function Call({ step, frame, at }: { step: Traced; frame: FrameView; at: number }) {
  return (
    <li>
      <div>
        {frame.own ? <FrameLink step={step} at={at} /> : <span class="fn">{frame.location}</span>}{" "}
        {frame.name !== "" && <span class="fn">in {frame.name}</span>}
      </div>
      {frame.code !== undefined && <div class="ln">{frame.code}</div>}
    </li>
  );
}

/** A call in a file of the workspace. */
export function FrameLink({ step: { id, frames }, at }: { step: Traced; at: number }) {
  const { host } = useStory();
  const open = (): void => host.post({ type: "openFrame", id, frame: at });
  return (
    <button type="button" class="link own" tabIndex={useTabIndex()} onClick={open}>
      {frames?.[at]?.location}
    </button>
  );
}

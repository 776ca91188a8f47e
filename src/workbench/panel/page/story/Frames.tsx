import { countOf } from "#model/counts.ts";
import { useFold } from "#ui/hooks/useFold.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import type { FrameView, StepView, TracebackView } from "#workbench/panel/page/storyViews.ts";
import { framesId } from "./find/stepWords.ts";
import { useStory } from "./storyContext.ts";

/** Number of calls shown first, the last ones. The last one of the workspace is always among them. */
const minShownFrames = 6;

type Traced = Pick<StepView, "id"> & TracebackView & { node?: string };

interface FramesProps {
  step: Traced;
  frames: readonly FrameView[];
  /** The id under which it stays collapsed. */
  fold: string;
  /** Absent where its failure is copied with it. */
  onCopy?: () => void;
}

/** The calls of a traceback in Python's order. Those in files of the workspace are links to their line. */
export function Frames({ step, frames, fold, onCopy }: FramesProps) {
  const { memory } = useStory();
  const [open, toggle] = useFold(memory, fold, true);
  const [all, showAll] = useFold(memory, framesId(step.id));
  const tabIndex = useTabIndex();
  const own = frames.findLastIndex((frame) => frame.own);
  const firstShown = Math.max(0, frames.length - minShownFrames);
  const first = own < 0 ? firstShown : Math.min(firstShown, own);
  const id = `frames-${step.id}`;
  const of = step.node === undefined ? "" : `of ${step.node}, `;
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
          <span class="dim">
            {of}
            {countOf(frames.length, "frame")}
          </span>
        </button>
        {onCopy && <IconButton icon="copy" name="Copy Traceback" onPress={onCopy} />}
      </div>
      {open && (
        <div id={id}>
          {first > 0 && (
            <button type="button" class="link early" tabIndex={tabIndex} aria-expanded={all} onClick={showAll}>
              {all ? "Hide Earlier Frames" : countOf(first, "Earlier Frame")}
            </button>
          )}
          <div class="frames">
            <ol aria-label="Frames, most recent call last">
              {frames.map((frame, index) =>
                index < first && !all ? null : (
                  <li key={index}>
                    <div>
                      {frame.own ? <FrameLink step={step} at={index} /> : <span class="fn">{frame.location}</span>}{" "}
                      {frame.name !== "" && <span class="fn">in {frame.name}</span>}
                    </div>
                    {frame.code !== undefined && <div class="ln">{frame.code}</div>}
                  </li>
                ),
              )}
            </ol>
            {step.tracebackEnd !== undefined && <p class="end">{step.tracebackEnd}</p>}
          </div>
        </div>
      )}
    </div>
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

import { Fold } from "#ui/Fold.tsx";
import { tracebackId } from "#workbench/panel/page/story/find/stepWords.ts";
import { Frames } from "#workbench/panel/page/story/Frames.tsx";
import { useStory } from "#workbench/panel/page/story/storyContext.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

/** Where in the program's code a call failed. */
export function CallTraceback({ step }: { step: Extract<StepView, { kind: "tool" | "model" }> }) {
  const { host, memory } = useStory();
  const { id, traceback, frames } = step;
  const fold = tracebackId(id);
  // The panel hasn't the whole of it, and a copy has dots in place of secrets.
  const copy = (): void => host.post({ type: "useCall", use: "copy", id, side: "traceback" });
  if (frames) return <Frames step={step} frames={frames} fold={fold} onCopy={copy} />;
  return traceback === undefined ? null : <Fold id={fold} name="Traceback" text={traceback} memory={memory} />;
}

import { useEffect, useState } from "preact/hooks";
import { formatCount } from "../../model/counts.ts";
import type { StepView } from "../../protocol/storyViews.ts";
import { useLatest } from "../ui/hooks/useLatest.ts";

/** In milliseconds: how often new steps are announced, so that a busy run doesn't flood a screen reader. */
const interval = 5000;

/** Announces new steps politely and not too often. */
export function Announcer(props: { story: readonly StepView[] }) {
  const story = useLatest(props.story);
  const [text, setText] = useState("");
  useEffect(() => {
    let announced = story.current.length;
    const timer = setInterval(() => {
      const added = story.current.length - announced;
      if (added <= 0) return;
      const done = story.current.slice(announced).findLast((step) => step.kind === "tool" && step.state !== "running");
      announced = story.current.length;
      const last =
        done?.kind === "tool" ? `, ${done.name} ${done.state === "unfinished" ? "did not finish" : done.state}` : "";
      setText(`${formatCount(added)} new${last}`);
    }, interval);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="sr" aria-live="polite">
      {/* Preact would write an empty text again each time. */}
      {text || null}
    </div>
  );
}

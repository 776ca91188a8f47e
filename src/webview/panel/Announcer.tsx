import { useEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "../../model/counts.ts";
import type { StepView } from "../../protocol/storyViews.ts";

/** How often new items are told, so that a busy run does not drown a screen reader. Milliseconds. */
const interval = 5000;

/** Tells what came, politely and not too often. */
export function Announcer(props: { story: readonly StepView[] }) {
  const story = useRef(props.story);
  story.current = props.story;
  const [text, setText] = useState("");
  useEffect(() => {
    let told = story.current.length;
    const timer = setInterval(() => {
      const added = story.current.length - told;
      if (added <= 0) return;
      const done = story.current.slice(told).findLast((item) => item.kind === "tool" && item.state !== "running");
      told = story.current.length;
      const last =
        done?.kind === "tool" ? `, ${done.name} ${done.state === "unfinished" ? "did not finish" : done.state}` : "";
      setText(`${formatCount(added)} new${last}`);
    }, interval);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="sr" aria-live="polite">
      {/* An empty text Preact would write again each time. */}
      {text || null}
    </div>
  );
}

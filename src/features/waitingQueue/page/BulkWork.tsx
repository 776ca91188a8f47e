import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { focusStill } from "#ui/reveal.ts";
import { Outcomes } from "./Outcomes.tsx";
import { Review } from "./Review.tsx";
import type { WorkProps } from "./WorkParts.tsx";

/** What several answers have in common: the review before, and the outcomes after. It begins at its heading. */
export function BulkWork({ work, host }: Omit<WorkProps, "title">) {
  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => focusStill(section.current!.querySelector<HTMLElement>("h2")!), []);
  const title = useId();
  return (
    <section class={work.stage === "review" ? "rev" : "rev done"} aria-labelledby={title} ref={section}>
      {work.stage === "review" ? (
        <Review work={work} host={host} title={title} />
      ) : (
        <Outcomes work={work} host={host} title={title} />
      )}
    </section>
  );
}

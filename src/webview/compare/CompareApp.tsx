import { useRef } from "preact/hooks";
import { Empty, Problem } from "../panel/Problem.tsx";
import { CompareHeader } from "./CompareHeader.tsx";
import type { CompareHost } from "./compareHost.ts";
import { CompareLoading } from "./CompareLoading.tsx";
import { Comparison } from "./Comparison.tsx";
import type { Opening } from "./comparisonPlace.ts";
import { LiveLine } from "./LiveLine.tsx";
import type { CompareState } from "./state/compareState.ts";
import { useAnnouncement } from "./useAnnouncement.ts";

/** Two runs, step by step. */
export function CompareApp({ state, host }: { state: CompareState; host: CompareHost }) {
  const { view, problem, loading } = state;
  const opening = useRef<Opening>({ ...host.reader, focus: false });
  const headline = useAnnouncement(view?.headline ?? "");
  if (problem) {
    const { side } = problem;
    const act = {
      act: (action: (typeof problem.actions)[number]["action"]) => host.post({ type: "action", action, side }),
    };
    return <Problem problem={problem} host={act} />;
  }
  if (!view) return loading ? <CompareLoading {...loading} /> : null;
  const { heads, banner } = view;
  return (
    <main class="panel" aria-label={`Comparison: ${view.title}`} data-first={view.first?.row}>
      <CompareHeader view={view} host={host} />
      {banner && (
        <div class="banner" role="alert">
          <span class="ellipsis" title={banner.text}>
            {banner.text}
          </span>
          <button type="button" class="btn second" onClick={() => host.post({ type: "retry", side: banner.side })}>
            Retry Now
          </button>
        </div>
      )}
      {state.rows.length === 0 ? (
        <div class="view">
          <Empty icon="circle-large" title="No steps to compare" text="Neither run has a step yet." />
        </div>
      ) : (
        <Comparison
          key={`${heads.a.runId} ${heads.b.runId}`}
          state={state}
          view={view}
          host={host}
          opening={opening.current}
        />
      )}
      <LiveLine live={view.live} />
      <div class="sr" role="status">
        {headline || null}
      </div>
    </main>
  );
}

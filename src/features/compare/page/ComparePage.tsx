import { useState } from "preact/hooks";
import { shortId } from "#model/shortId.ts";
import { Banner } from "#ui/Banner.tsx";
import { Empty } from "#ui/Empty.tsx";
import { Icon } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import { MenuButton } from "#ui/MenuButton.tsx";
import type { MenuEntry } from "#ui/menuEntry.ts";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import { TextPieces } from "#ui/TextPieces.tsx";
import type { CompareView } from "./compareViews.ts";
import { sideLetters } from "./compareWords.ts";
import { Comparison } from "./Comparison.tsx";
import { type CompareHost, type Opening, readView } from "./readerView.ts";
import type { CompareState } from "./state/compareState.ts";

/** Two runs, step by step. */
export function ComparePage({ state, host }: { state: CompareState; host: CompareHost }) {
  const { view } = state;
  const [opening] = useState<Opening>(() => ({ ...readView(host.kept().reader), takesFocus: false }));
  if (!view) return null;
  const { heads, banner } = view;
  return (
    <main class="panel" aria-label={`Comparison: ${view.title}`} data-first={view.first?.row}>
      <CompareHeader view={view} host={host} />
      {banner && (
        <Banner
          text={banner.text}
          way={{ name: "Retry Now", go: () => host.post({ type: "retry", side: banner.side }) }}
        />
      )}
      {state.rows.length === 0 ? (
        <div class="view">
          <Empty icon="circle-large" title="No steps to compare" text="Neither run has a step yet." />
        </div>
      ) : (
        <Comparison key={`${heads.a.runId} ${heads.b.runId}`} state={state} view={view} host={host} opening={opening} />
      )}
      <LiveLine live={view.live} onRefresh={() => host.post({ type: "refresh" })} />
    </main>
  );
}

interface LiveProps {
  live: CompareView["live"];
  onRefresh: () => void;
}

/** Whether the runs go on, and the keys that lead through what differs. */
const LiveLine = memo(function LiveLine({ live, onRefresh }: LiveProps) {
  return (
    <footer class="live">
      <span class="state">
        <span class={live.going ? "dot" : "dot off"} />
        {live.word}
      </span>
      {live.changed && (
        <button type="button" class="link" onClick={onRefresh}>
          Refresh
        </button>
      )}
      <span class="grow ellipsis dim">{live.text}</span>
      <span class="dim opt">
        <kbd>F7</kbd> next · <kbd>Shift+F7</kbd> previous
      </span>
    </footer>
  );
});

/** The first difference, the number of differences, and the two runs. */
const CompareHeader = memo(function CompareHeader({ view, host }: { view: CompareView; host: CompareHost }) {
  return (
    <header class="head">
      <Icon name="git-compare" tone="idle" />
      <h1 class="ellipsis" title={view.title}>
        {view.title}
      </h1>
      <div class="actions">
        <button type="button" class="btn second" title="Swap A and B (X)" onClick={() => host.post({ type: "swap" })}>
          <Icon name="arrow-swap" />
          Swap
        </button>
        <MenuButton name="More Actions…" icon="ellipsis" class="act" entries={moreActions(view, host)} />
      </div>
      <div class="now">
        <b role="status">{view.headline}</b>
        <span class="ellipsis" title={view.sentence.map(({ text }) => text).join("")}>
          <TextPieces pieces={view.sentence} />
        </span>
      </div>
      <div class="meta">
        {view.connections.map(({ name, production, side }) => (
          <span key={side ?? ""}>
            {side && `${sideLetters[side]} `}
            <span class="ellipsis">{name}</span>
            {production && <ProductionMark />}
          </span>
        ))}
        {view.chosen !== undefined && (
          <span>
            <span class="ellipsis" title={view.chosen}>
              {view.chosen}
            </span>
          </span>
        )}
        <span class="opt">{view.rule}</span>
      </div>
    </header>
  );
});

function moreActions({ heads }: CompareView, host: CompareHost): MenuEntry[] {
  const sides = ["a", "b"] as const;
  return [
    ...sides.map((side): MenuEntry => {
      return {
        name: `Open Run ${sideLetters[side]}`,
        icon: "go-to-file",
        run: () => host.post({ type: "openRun", side }),
      };
    }),
    { separator: true },
    ...sides.map((side): MenuEntry => {
      const { runId } = heads[side];
      const name = `Copy Run ID of ${sideLetters[side]}, ${shortId(runId)}`;
      return { name, icon: "copy", run: () => host.post({ type: "copy", text: runId }) };
    }),
  ];
}

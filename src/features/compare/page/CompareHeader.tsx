import { shortId } from "../../../model/shortId.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { memo } from "../../../ui/memo.tsx";
import { MenuButton } from "../../../ui/MenuButton.tsx";
import type { MenuEntry } from "../../../ui/menuEntry.ts";
import { ProductionMark } from "../../../ui/ProductionMark.tsx";
import { TextPieces } from "../../panel/page/TextPieces.tsx";
import type { CompareView } from "./compareViews.ts";
import { letters } from "./compareWords.ts";
import type { CompareHost } from "./comparisonPlace.ts";

/** The first difference, the number of differences, and the two runs. */
export const CompareHeader = memo(function CompareHeader({ view, host }: { view: CompareView; host: CompareHost }) {
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
            {side && `${letters[side]} `}
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
      return { name: `Open Run ${letters[side]}`, icon: "go-to-file", run: () => host.post({ type: "openRun", side }) };
    }),
    { separator: true },
    ...sides.map((side): MenuEntry => {
      const { runId } = heads[side];
      const name = `Copy Run ID of ${letters[side]}, ${shortId(runId)}`;
      return { name, icon: "copy", run: () => host.post({ type: "copy", text: runId }) };
    }),
  ];
}

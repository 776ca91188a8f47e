import type { CompareView } from "../../protocol/compare/compareViews.ts";
import { memo } from "../ui/memo.tsx";

/** Whether the runs go on, and the keys that lead through what differs. */
export const LiveLine = memo(function LiveLine({ live }: { live: CompareView["live"] }) {
  return (
    <footer class="live">
      <span class="state">
        <span class={live.going ? "dot" : "dot off"} />
        {live.word}
      </span>
      <span class="grow ellipsis dim">{live.text}</span>
      <span class="dim opt">
        <kbd>F7</kbd> next · <kbd>Shift+F7</kbd> previous
      </span>
    </footer>
  );
});

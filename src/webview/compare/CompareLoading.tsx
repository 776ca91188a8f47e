import { useIsSlow } from "../ui/hooks/useIsSlow.ts";
import { Icon } from "../ui/Icon.tsx";

/** While both runs are read. */
export function CompareLoading({ title, text }: { title: string; text: string }) {
  if (!useIsSlow()) return null;
  return (
    <main class="panel" aria-label={`Comparison: ${title}`}>
      <header class="head">
        <Icon name="git-compare" tone="idle" />
        <h1 class="ellipsis">{title}</h1>
        <div class="now">
          <b role="status">Loading</b>
          <span class="dim ellipsis">{text}</span>
        </div>
        <div class="meta">
          <div class="skel facts" />
        </div>
      </header>
      <div class="skeleton" aria-hidden="true">
        <div class="skel w2" />
        <div class="skel w3" />
        <div class="skel w4" />
        <div class="skel card" />
        <div class="skel card" />
      </div>
    </main>
  );
}

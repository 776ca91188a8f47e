import { useIsSlow } from "../ui/hooks/useIsSlow.ts";

/** Until the first figures come; nothing at all for the first moment. */
export function InsightsSkeleton() {
  const isLate = useIsSlow();
  return (
    <main class="panel" aria-label="Insights" aria-busy="true">
      {isLate && (
        <div class="skeleton" aria-hidden="true">
          <span class="skel facts" />
          <span class="skel card" />
          <span class="skel w2" />
          <span class="skel card" />
          <span class="skel w3" />
        </div>
      )}
    </main>
  );
}

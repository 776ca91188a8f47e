import { Icon } from "../ui/Icon.tsx";
import type { InsightsHost } from "./insightsHost.ts";

/** What is shown when the figures can't be made. */
export function InsightsProblem({ message, host }: { message: string; host: InsightsHost }) {
  return (
    <main class="panel" aria-label="Insights">
      <div class="empty" role="alert">
        <Icon name="warning" />
        <h1>Insights can’t be shown</h1>
        <p>{message}</p>
        <div class="do">
          <button type="button" class="btn second" onClick={() => host.post({ type: "retry" })}>
            Try Again
          </button>
        </div>
      </div>
    </main>
  );
}

import { useIsSlow } from "../../../ui/hooks/useIsSlow.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { openPage } from "../../../ui/page.ts";
import { choiceOf, hostOf, type Kept, readChoice } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import type { InsightsHostMessage, InsightsPageMessage } from "./messages.ts";

const page = openPage<InsightsHostMessage, InsightsPageMessage, Kept>();
const host = hostOf(page);

page.listen((message) => {
  if (message.type === "problem") page.draw(<InsightsProblem message={message.message} />);
  else if (message.type === "completions") host.completed(message);
  else {
    page.keep({ choice: choiceOf(message.view) });
    page.draw(<InsightsPage view={message.view} host={host} />);
  }
});

page.draw(<InsightsSkeleton />);
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const choice = readChoice(page.kept().choice);
page.post({ type: "ready", zone: timeZone, choice });

/** What is shown when the figures can't be made. */
function InsightsProblem({ message }: { message: string }) {
  return (
    <main class="panel" aria-label="Insights">
      <div class="empty" role="alert">
        <Icon name="warning" />
        <h1>Insights can’t be shown</h1>
        <p>{message}</p>
        <div class="do">
          <button type="button" class="btn second" onClick={() => host.post({ type: "retry" })}>
            Retry
          </button>
        </div>
      </div>
    </main>
  );
}

/** Until the first figures come; nothing at all for the first moment. */
function InsightsSkeleton() {
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

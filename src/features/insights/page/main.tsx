import { openPage } from "../../../ui/openPage.tsx";
import { choiceOf, type Kept, readChoice } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import type { InsightsHostMessage, InsightsPageMessage } from "./messages.ts";

const page = openPage<InsightsHostMessage, InsightsPageMessage, Kept>();

page.listen((message) => {
  const { view } = message;
  page.keep({ choice: choiceOf(view) });
  page.show(() => <InsightsPage view={view} host={page} />);
});

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const choice = readChoice(page.kept().choice);
page.post({ type: "ready", zone: timeZone, choice });

import { openPage } from "../../../ui/openPage.tsx";
import { choiceOf, hostOf, type Kept, readChoice } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import type { InsightsHostMessage, InsightsPageMessage } from "./messages.ts";

const page = openPage<InsightsHostMessage, InsightsPageMessage, Kept>();
const host = hostOf(page);

page.listen((message) => {
  if (message.type === "completions") return host.completed(message);
  const { view } = message;
  page.keep({ choice: choiceOf(view) });
  page.show(() => <InsightsPage view={view} host={host} />);
});

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const choice = readChoice(page.kept().choice);
page.post({ type: "ready", zone: timeZone, choice });

import { openPage } from "#ui/openPage.tsx";
import panelData from "#ui/styles/panelData.css";
import panelMenu from "#ui/styles/panelMenu.css";
import insights from "./insights.css";
import { choiceOf, type KeptState } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import type { InsightsChoice, InsightsHostMessage, InsightsPageMessage } from "./messages.ts";

const page = openPage<InsightsHostMessage, InsightsPageMessage, KeptState>(panelData, panelMenu, insights);

page.listen((message) => {
  const { view } = message;
  page.keep({ choice: choiceOf(view) });
  page.show(() => <InsightsPage view={view} host={page} />);
});

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
// The extension checks it.
const choice = page.kept().choice as InsightsChoice | undefined;
page.post({ type: "ready", zone: timeZone, choice });

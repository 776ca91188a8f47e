import insights from "../../../../media/insights.css";
import panelData from "../../../../media/panelData.css";
import panelMenu from "../../../../media/panelMenu.css";
import { openPage } from "../../../ui/openPage.tsx";
import { choiceOf, type Kept } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import type { InsightsChoice, InsightsHostMessage, InsightsPageMessage } from "./messages.ts";

const page = openPage<InsightsHostMessage, InsightsPageMessage, Kept>(panelData, panelMenu, insights);

page.listen((message) => {
  const { view } = message;
  page.keep({ choice: choiceOf(view) });
  page.show(() => <InsightsPage view={view} host={page} />);
});

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
// The extension checks it.
const choice = page.kept().choice as InsightsChoice | undefined;
page.post({ type: "ready", zone: timeZone, choice });

import insights from "../../../../media/insights.css";
import panelData from "../../../../media/panelData.css";
import panelMenu from "../../../../media/panelMenu.css";
import { addStyles } from "../../../ui/addStyles.ts";
import { openPage } from "../../../ui/openPage.tsx";
import { choiceOf, type Kept } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import type { InsightsChoice, InsightsHostMessage, InsightsPageMessage } from "./messages.ts";

addStyles(panelData, panelMenu, insights);
const page = openPage<InsightsHostMessage, InsightsPageMessage, Kept>();

page.listen((message) => {
  const { view } = message;
  page.keep({ choice: choiceOf(view) });
  page.show(() => <InsightsPage view={view} host={page} />);
});

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
// The extension checks it.
const choice = page.kept().choice as InsightsChoice | undefined;
page.post({ type: "ready", zone: timeZone, choice });

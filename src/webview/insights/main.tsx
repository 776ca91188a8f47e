import { render } from "preact";
import type { InsightsHostMessage } from "../../protocol/insights/insightsMessages.ts";
import { connectHost } from "./insightsHost.ts";
import { InsightsPage } from "./InsightsPage.tsx";
import { InsightsProblem } from "./InsightsProblem.tsx";
import { InsightsSkeleton } from "./InsightsSkeleton.tsx";

const host = connectHost();
const root = document.createElement("div");
root.className = "root";
document.body.append(root);

window.addEventListener("message", ({ data }: MessageEvent<InsightsHostMessage>) => {
  if (data.type === "problem") {
    render(<InsightsProblem message={data.message} host={host} />, root);
    return;
  }
  if (data.type === "completions") {
    host.completed(data);
    return;
  }
  if (data.type !== "view") return;
  const { range, filter, split } = data.view;
  host.remember({ connectionId: data.connectionId, choice: { range, filter, ...(split ? { split: split.at } : {}) } });
  render(<InsightsPage view={data.view} host={host} />, root);
});

render(<InsightsSkeleton />, root);
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
host.post({ type: "ready", zone: timeZone, ...(host.choice ? { choice: host.choice } : {}) });

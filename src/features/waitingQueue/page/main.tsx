import { parseOwnJson } from "#base/json/parseJson.ts";
import { openPage } from "#ui/openPage.tsx";
import panelData from "#ui/styles/panelData.css";
import panelMenu from "#ui/styles/panelMenu.css";
import panelViews from "#ui/styles/panelViews.css";
import panelRequests from "#workbench/inputRequests/page/panelRequests.css";
import panelSpeakers from "#workbench/panel/page/panelSpeakers.css";
import panelStory from "#workbench/panel/page/panelStory.css";
import type { QueueHostMessage, QueuePageMessage } from "./messages.ts";
import queue from "./queue.css";
import { type KeptState, keptList, type QueueHost } from "./queueHost.ts";
import { QueuePage } from "./QueuePage.tsx";
import type { DetailView, QueueView } from "./queueViews.ts";

const page = openPage<QueueHostMessage, QueuePageMessage, KeptState>(
  panelViews,
  panelMenu,
  panelStory,
  panelSpeakers,
  panelData,
  panelRequests,
  queue,
);
const host: QueueHost = {
  post: page.post,
  openLink: (address) => page.post({ type: "openLink", address }),
  copy: (text) => page.post({ type: "copy", text }),
  keep: (list) => page.keep({ list }),
};
const kept = keptList(page.kept().list);
let view: QueueView | undefined;
let detail: DetailView | undefined;

page.listen((message) => {
  if (message.type === "queue") ({ view } = message);
  else ({ detail } = message);
  const shown = view;
  if (shown) page.show(() => <QueuePage view={shown} detail={detail} kept={kept} host={host} />);
}, parseOwnJson);

page.post({ type: "ready" });

import { openPage } from "#ui/openPage.tsx";
import panelData from "#ui/styles/panelData.css";
import panelMenu from "#ui/styles/panelMenu.css";
import panelViews from "#ui/styles/panelViews.css";
import compare from "./compare.css";
import { ComparePage } from "./ComparePage.tsx";
import type { CompareHostMessage, ComparePageMessage } from "./messages.ts";
import type { KeptState } from "./readerView.ts";
import { firstState, reduceCompare } from "./state/compareState.ts";

const page = openPage<CompareHostMessage, ComparePageMessage, KeptState>(panelViews, panelMenu, panelData, compare);
let state = firstState;

page.listen((message) => {
  state = reduceCompare(state, message);
  // Rows are drawn with the view that follows them.
  if (message.type !== "rows") page.show(() => <ComparePage state={state} host={page} />);
});

page.post({ type: "ready" });

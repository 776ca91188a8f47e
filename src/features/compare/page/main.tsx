import compare from "../../../../media/compare.css";
import panelData from "../../../../media/panelData.css";
import panelMenu from "../../../../media/panelMenu.css";
import panelViews from "../../../../media/panelViews.css";
import { openPage } from "../../../ui/openPage.tsx";
import { ComparePage } from "./ComparePage.tsx";
import type { Kept } from "./comparisonPlace.ts";
import type { CompareHostMessage, ComparePageMessage } from "./messages.ts";
import { firstState, reduceCompare } from "./state/compareState.ts";

const page = openPage<CompareHostMessage, ComparePageMessage, Kept>(panelViews, panelMenu, panelData, compare);
let state = firstState;

page.listen((message) => {
  state = reduceCompare(state, message);
  // Rows are drawn with the view that follows them.
  if (message.type !== "rows") page.show(() => <ComparePage state={state} host={page} />);
});

page.post({ type: "ready" });

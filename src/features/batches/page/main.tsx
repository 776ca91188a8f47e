import batchResults from "../../../../media/batchResults.css";
import panelData from "../../../../media/panelData.css";
import { openPage } from "../../../ui/openPage.tsx";
import { BatchPage, type Kept } from "./BatchPage.tsx";
import type { BatchHostMessage, BatchPageMessage, BatchRow } from "./messages.ts";

const page = openPage<BatchHostMessage, BatchPageMessage, Kept>(panelData, batchResults);
let rows: BatchRow[] = [];

page.listen(({ head, ...message }) => {
  if (message.type === "batch") rows = message.rows;
  else {
    rows = [...rows];
    for (const [n, row] of message.rows) rows[n] = row;
  }
  page.show(() => <BatchPage head={head} rows={rows} host={page} />);
});

page.post({ type: "ready" });

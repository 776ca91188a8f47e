import { openPage } from "#ui/openPage.tsx";
import panelData from "#ui/styles/panelData.css";
import { BatchPage, type KeptState } from "./BatchPage.tsx";
import batchResults from "./batchResults.css";
import type { BatchHostMessage, BatchPageMessage, BatchRow } from "./messages.ts";

const page = openPage<BatchHostMessage, BatchPageMessage, KeptState>(panelData, batchResults);
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

import { afterEach, expect, test } from "vitest";
import { reportUnexpectedErrors } from "../../../../../src/base/unexpectedError.ts";
import type { BatchHostMessage, BatchPageMessage } from "../../../../../src/features/batches/page/messages.ts";
import {
  batchPage,
  BatchPanel,
  type BatchPanelServices,
} from "../../../../../src/features/batches/vscode/batchPanel.ts";
import { FakePanel } from "../../../../support/fakePanel.ts";

afterEach(() => reportUnexpectedErrors());

test("a batch that can't be read says so, and whoever opened it hears why", async () => {
  const denied = new Error("batch.json can't be read (EACCES).");
  reportUnexpectedErrors(() => undefined);
  const panel = new FakePanel<BatchHostMessage, BatchPageMessage>();
  const batches = { read: () => Promise.reject(denied), get: () => undefined, onDidChange: () => ({ dispose() {} }) };
  const services = { batches } as Partial<BatchPanelServices> as BatchPanelServices;
  const shown = new BatchPanel(panel.shows(batchPage, { batchId: "b1" }), services);
  panel.send({ type: "ready" });
  await expect(shown.loaded).rejects.toThrow(denied.message);
  expect(panel.instead).toMatchObject([
    { problem: { title: "The batch can't be shown", text: [{ text: denied.message }], actions: [{ label: "Retry" }] } },
  ]);
  shown.dispose();
});

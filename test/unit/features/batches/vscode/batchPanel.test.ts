import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { BatchStore } from "#features/batches/core/batchStore.ts";
import type { BatchHostMessage, BatchPageMessage } from "#features/batches/page/messages.ts";
import { batchPage, BatchPanel, type BatchPanelServices } from "#features/batches/vscode/batchPanel.ts";
import { eventually } from "../../../../support/eventually.ts";
import { FakePanel } from "../../../../support/fakePanel.ts";
import { aHead, aLine } from "../core/batches.ts";

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

test("the results follow a batch that is opened again while they are shown", async () => {
  const path = await mkdtemp(join(tmpdir(), "batches-"));
  const batches = new BatchStore(path, join(path, "marks"));
  await (await batches.create(aHead(), [aLine(0)])).close();
  const panel = new FakePanel<BatchHostMessage, BatchPageMessage>();
  const services = { batches, runsOf: () => undefined, appOf: () => "Support" };
  const shown = new BatchPanel(
    panel.shows(batchPage, { batchId: "b1" }),
    services as Partial<BatchPanelServices> as BatchPanelServices,
  );
  panel.send({ type: "ready" });
  await shown.loaded;
  const open = await batches.open("b1");
  await open?.batch.begin(0);
  await eventually(() => expect(shown.rows).toMatchObject([{ status: "line.sending" }]));
  await open?.close();
  shown.dispose();
  batches.dispose();
  await rm(path, { recursive: true });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const large = Array.from({ length: 30_000 }, (_, index) => ({ index, note: "x".repeat(60) }));

test("an image in a run's input is shown and saved with its bytes, and a large part is opened or shown on request", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("save-value", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const bytes = await readFile(join(workbench.workspace, "receipt.png"));
      const file = { content: bytes.toString("base64"), size: bytes.length, name: "photo-1.png" };
      const input = { ticket_subject: "With a receipt", receipt: bytes.toString("base64"), file, large };
      const runId = await createRunElsewhere(app, input);
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.runCommand("Dynamiq Runs: Open Run…");
      await workbench.quickInput.waitForTitle("Open Run");
      await workbench.quickInput.enter(runId);

      const panel = workbench.panel();
      await panel.getByRole("tab", { name: "Input" }).click();
      const receipt = panel.getByRole("treeitem", { name: /^receipt/ });
      await receipt.click();
      const image = receipt.getByRole("img", { name: "Image from receipt" });
      await expect.poll(() => image.evaluate((drawn: HTMLImageElement) => drawn.naturalWidth)).toBeGreaterThan(0);
      await receipt.getByRole("button", { name: "Save File…" }).click();
      const path = join(workbench.workspace, "saved.png");
      await saveAs(workbench, "receipt.png", path);
      await expect.poll(() => readFile(path).catch(() => undefined)).toEqual(bytes);

      const photo = panel.getByRole("treeitem", { name: /^file/ });
      await photo.getByRole("button", { name: "Show Picture" }).click();
      const picture = photo.getByRole("img", { name: "Picture photo-1.png" });
      await expect.poll(() => picture.evaluate((drawn: HTMLImageElement) => drawn.naturalWidth)).toBe(300);
      await workbench.screenshot("save-value-file");
      await photo.getByRole("button", { name: "Save…" }).click();
      const other = join(workbench.workspace, "saved-photo.png");
      await saveAs(workbench, "photo-1.png", other);
      await expect.poll(() => readFile(other).catch(() => undefined)).toEqual(bytes);

      const part = panel.getByRole("treeitem", { name: /^large/ });
      await expect.poll(() => part.textContent()).toContain("Array, 30,000 items, 2.");
      await workbench.screenshot("save-value");
      await part.getByRole("button", { name: "Show Anyway" }).click();
      await expect.poll(() => part.getAttribute("aria-expanded")).toBe("false");
      await part.click();
      await panel.getByRole("treeitem", { name: /^0/ }).waitFor();
      await workbench.screenshot("save-value-large");
    }),
  );
});

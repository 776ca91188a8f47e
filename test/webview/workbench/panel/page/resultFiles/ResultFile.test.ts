import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { FileRef, FileView } from "#workbench/panel/page/valueViews.ts";
import type { PageOptions, PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { callStep, snapshot } from "../../../../support/sampleRun.ts";

const panels = usePanels();
const receipt = new Uint8Array(
  readFileSync(fileURLToPath(new URL("../../../../../workspace/receipt.png", import.meta.url))),
);
const [width, height] = [16, 20].map((at) => new DataView(receipt.buffer).getUint32(at)) as [number, number];

const fileRef = (index: number): FileRef => ({ in: "call", id: "f1", part: "files", path: [index] });
const file = (index: number, name: string, kind: string, bytes: number, part: Partial<FileView> = {}): FileView => ({
  ref: fileRef(index),
  name,
  kind,
  bytes,
  ...part,
});
const files: FileView[] = [
  file(0, "photo-1.png", "PNG", receipt.length, { pixels: { width, height }, picture: true }),
  file(1, `${"a-very-long-name-".repeat(8)}photo-2.jpg`, "JPEG", 202_752, {
    pixels: { width: 1280, height: 720 },
    picture: true,
  }),
  file(2, "delivery-note-48311.pdf", "PDF", 90_112),
  file(3, "scan.png", "", 512, { problem: "Its content isn't valid base64, so it can't be saved.", broken: true }),
  file(4, "table.csv", "CSV", 30, { problem: "May be incomplete: received 30 of 2,000 bytes." }),
];
const step = callStep(3, "inspect_photo", {
  id: "f1",
  summary: "photo-1.png",
  state: "failed",
  resultFiles: files,
  input: '{\n  "look_for": "transport damage"\n}',
  result: '{\n  "damage": "crushed corner"\n}',
});

async function openStory(options: PageOptions = {}): Promise<{ panel: PanelPage; file: (name: string) => Locator }> {
  const { panel, page } = await panels.show({ ...snapshot(), story: [step] }, options);
  const group = page.getByRole("group", { name: "Files in this result, 5" });
  return { panel, file: (name) => group.locator(".file", { hasText: name }) };
}

test("files are listed below the result, each with its facts and buttons, in a narrow panel, too", async () => {
  const { panel, file } = await openStory({ width: 400 });
  expect(await file("photo-1.png").textContent()).toContain(`photo-1.pngPNG, ${width} × ${height}`);
  expect(await file("delivery-note").textContent()).toBe("delivery-note-48311.pdfPDF, 88.0 KiBSave…");
  expect(await file("scan.png").textContent()).toBe(
    "scan.png512 BIts content isn't valid base64, so it can't be saved.",
  );
  expect(await file("scan.png").getByRole("button").count()).toBe(0);
  const side = (await panel.page.locator(".io", { hasText: "Result" }).boundingBox())!;
  for (const button of await panel.page.locator(".file").getByRole("button").all()) {
    const at = (await button.boundingBox())!;
    expect(at.x + at.width).toBeLessThanOrEqual(side.x + side.width);
  }
});

test("a picture is loaded on request, drawn small below its line, and its bytes are released when it is hidden", async () => {
  const { panel, file } = await openStory();
  const photo = file("photo-1.png");
  expect(await panel.sent("useFile")).toEqual([]);
  await photo.getByRole("button", { name: "Show Image" }).click();
  expect(await panel.sent("useFile")).toEqual([{ type: "useFile", use: "show", ref: fileRef(0) }]);
  expect(await photo.textContent()).toContain("Loading photo-1.png");
  await panel.send({ type: "picture", ref: fileRef(0), mime: "image/png", bytes: receipt });
  const image = photo.getByRole("img", { name: "Image photo-1.png" });
  await expect
    .poll(() => image.evaluate((drawn: HTMLImageElement) => [drawn.naturalWidth, drawn.naturalHeight]))
    .toEqual([width, height]);
  const [line, drawn] = [await photo.locator(".file-line").boundingBox(), await image.boundingBox()];
  expect(drawn!.y).toBeGreaterThanOrEqual(line!.y + line!.height);
  expect(drawn!.width).toBeLessThanOrEqual(320);
  expect(Math.abs(drawn!.width / drawn!.height - width / height)).toBeLessThan(0.05);
  const address = (await image.getAttribute("src"))!;
  const reads = (): Promise<boolean> =>
    panel.page.evaluate(async (from) => {
      const image = new Image();
      image.src = from;
      return image.decode().then(
        () => true,
        () => false,
      );
    }, address);
  expect(await reads()).toBe(true);
  await photo.getByRole("button", { name: "Hide" }).click();
  expect(await image.count()).toBe(0);
  expect(await reads()).toBe(false);
  await panel.forgive();
});

test("a picture that can't be shown says why, and a file is saved by the extension", async () => {
  const { panel, file } = await openStory();
  const photo = file("photo-1.png");
  await photo.getByRole("button", { name: "Show Image" }).click();
  await panel.send({ type: "picture", ref: fileRef(0), error: "The app doesn't store it any more." });
  expect(await photo.getByRole("alert").textContent()).toBe("The app doesn't store it any more. Retry");
  await photo.getByRole("button", { name: "Retry" }).click();
  await file("delivery-note").getByRole("button", { name: "Save…" }).click();
  const asked = { type: "useFile", use: "show", ref: fileRef(0) };
  expect(await panel.sent("useFile")).toEqual([asked, asked, { type: "useFile", use: "save", ref: fileRef(2) }]);
});

import { expect, test } from "vitest";
import { pdf, png } from "../../../../../support/samples/fileSamples.ts";
import type { PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { onePixel } from "../../../../support/sampleRun.ts";

const panels = usePanels();
const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>',
).toString("base64");

const value = {
  receipt: onePixel,
  named: `data:text/html;base64,${onePixel}`,
  invoice: pdf.toString("base64"),
  huge: png(60_000, 60_000).toString("base64"),
  drawing: `data:image/svg+xml;base64,${svg}`,
  liar: `data:image/png;base64,${svg}`,
  broken: `${onePixel.slice(0, -4)}" onerror="alert(3)" x="`,
};

async function openOutput(): Promise<PanelPage> {
  const panel = await panels.open({ state: { tab: "output" } });
  const message = completedSnapshot();
  const view = { kind: "value" as const, value, bytes: 1_000 };
  await panel.send({ ...message, state: { ...message.state, output: view } });
  await panel.page.getByRole("tree", { name: "Output" }).focus();
  return panel;
}

test("an image in base64 is named by its format, drawn when it is expanded, and saved by the extension", async () => {
  const panel = await openOutput();
  const { page } = panel;
  const receipt = page.getByRole("treeitem", { name: "receipt" });
  expect(await receipt.textContent()).toContain("PNG image in base64, 1 × 1, 70 B");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const image = receipt.getByRole("img", { name: "Image from receipt" });
  await expect
    .poll(() => image.evaluate((drawn: HTMLImageElement) => [drawn.complete, drawn.naturalWidth]))
    .toEqual([true, 1]);
  await receipt.getByRole("button", { name: "Save File…" }).click();
  expect(await panel.sent("useValue")).toEqual([{ type: "useValue", use: "save", side: "output", path: ["receipt"] }]);
  expect(await receipt.locator("header").textContent()).toBe("receipt.png");
});

test("an SVG, and a text that looks like an image, stay text", async () => {
  const { page } = await openOutput();
  for (const name of ["drawing", "liar", "broken"]) {
    const item = page.getByRole("treeitem", { name });
    await item.getByRole("button", { name: "Show" }).click();
    expect(await item.locator("pre").textContent()).toBe(value[name as keyof typeof value]);
  }
  expect(await page.locator("img, svg, [onerror], [onload]").count()).toBe(0);
});

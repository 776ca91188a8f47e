import { expect, test } from "vitest";
import { usePanels } from "../../support/panels.ts";
import { snapshot, textStep } from "../../support/sampleRun.ts";

const panels = usePanels();

const code = "alert(document.domain)";
const markup = [
  `<script>${code}</script>`,
  `<img src=x onerror="${code}">`,
  `<iframe src="javascript:${code}"></iframe>`,
  `<style>@import url(https://example.com/x.css)</style>`,
  `<a href="javascript:${code}">html link</a>`,
  `[link](javascript:${code})`,
  `[link](JaVaScRiPt&colon;${code})`,
  `[link](&#106;avascript:${code})`,
  `[link](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
  `[link](vbscript:${code}) [link](file:///etc/passwd) [link](command:workbench.action.quit) [link](vscode://a.b/c)`,
  `![image](https://example.com/beacon.png) ![image](data:image/svg+xml;base64,PHN2Zy8+) ![image](javascript:${code})`,
  `[ref]: javascript:${code}`,
  `<javascript:${code}> <data:text/html,x>`,
  "```html onload=alert(1)\n<script>alert(2)</script>\n```",
  `[<img src=x onerror=${code}>](https://example.com/"onmouseover="${code})`,
].join("\n\n");

test("Markdown has no active content: no markup, no script, only web addresses", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await panel.send(snapshot({ story: [textStep(2, markup)] }));
  const md = page.locator('[data-sequence="2"] .md');
  await md.waitFor();
  for (const written of [`<script>${code}</script>`, `<img src=x onerror="${code}">`, `javascript:${code}`]) {
    expect(await md.textContent()).toContain(written);
  }
  expect(
    await page
      .locator(".root")
      .locator("img, iframe, a, style, svg, script, [onerror], [onmouseover], [href], [src]")
      .count(),
  ).toBe(0);
  for (const link of await md.getByRole("link").all()) await link.click();
  const addresses = (await panel.sent("openLink")).map(({ address }) => address);
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(address).toMatch(/^https:\/\/example\.com\//);
  expect(asked).toEqual([]);
  expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1/);
});

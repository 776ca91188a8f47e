import { expect, test } from "vitest";
import type { StepView } from "../../../src/protocol/storyViews.ts";
import { usePanels } from "../support/panels.ts";
import { delta, snapshot } from "../support/sampleRun.ts";

const panels = usePanels();

const text = (sequence: number, content: string, growing = false): StepView => ({
  kind: "text",
  id: `t${sequence}`,
  sequence,
  iteration: 1,
  object: "agent.reasoning.delta",
  text: content,
  growing,
});

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

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
  await panel.send(snapshot({ story: [text(2, markup)] }));
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
  expect(asked.filter((path) => !path.startsWith("/codicons/"))).toEqual(["/markdown.js"]);
  expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1/);
});

test("a huge or deep text is text", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const monsters = [
    "x".repeat(500_000),
    ">".repeat(20_000),
    lines(300, (depth) => `${" ".repeat(depth * 2)}- item ${depth}`),
    lines(3_000, (row) => (row === 1 ? "|-|-|-|-|" : `| ${row} | b | c | d |`)),
    `${"|a".repeat(4_000)}|\n${"|-".repeat(4_000)}|`,
    `|a|b|c|d|\n|-|-|-|-|\n${"|\n".repeat(4_000)}`,
    "*a ".repeat(3_000) + "b*".repeat(500),
    "[".repeat(10_000),
    "![a](".repeat(2_000),
    "`a``b".repeat(2_000),
    lines(300, (count) => `${"`".repeat(count)}a`),
    "https://example.com/".repeat(500),
    "\\".repeat(10_000),
    "&amp".repeat(3_000),
    lines(1_000, (count) => `- **item ${count}** [x](https://example.com/${count})`),
  ];
  for (const [index, monster] of monsters.entries()) {
    await panel.send(snapshot({ story: [text(2, monster)] }));
    const drawn = page.locator('[data-sequence="2"] .md');
    await drawn.waitFor();
    expect(await drawn.textContent(), `monster ${index}`).not.toBe("");
  }
  await panel.send(snapshot({ story: [text(2, ">".repeat(1_000))] }));
  await expect.poll(() => page.locator('[data-sequence="2"] .md').textContent()).toBe(">".repeat(1_000));
});

test("a huge text is drawn also while it grows", async () => {
  const { panel } = await panels.show(snapshot({ story: [text(2, "", true)] }));
  const pieces = ["x".repeat(5_000), "![a](".repeat(500), "|a".repeat(1_000), "> ".repeat(800), "`a``b".repeat(500)];
  for (const [index, piece] of pieces.entries()) {
    for (let part = 0; part < 10; part += 1) {
      const append = piece.slice((part * piece.length) / 10, ((part + 1) * piece.length) / 10);
      await panel.send(delta({ batch: index * 10 + part + 1, story: [{ append, id: "t2" }] }));
    }
  }
  await expect.poll(async () => (await panel.sent("ack")).at(-1)?.batch).toBe(50);
});

import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { PanelPage } from "../../support/panelPage.ts";
import { usePanels } from "../../support/panels.ts";
import { delta, snapshot, textStep } from "../../support/sampleRun.ts";

const panels = usePanels();

const text = (content: string, growing = false, sequence = 2) => textStep(sequence, content, { growing });

async function show(panel: PanelPage, item: StepView): Promise<Locator> {
  await panel.send(snapshot({ story: [item] }));
  const drawn = panel.page.locator('[data-sequence="2"] .md');
  await drawn.waitFor();
  return drawn;
}

test("a text in Markdown is drawn", async () => {
  const panel = await panels.open();
  const md = await show(
    panel,
    text(
      "## Findings\n\nIt is **ours**, not `theirs`.\nNext line\n\n3. three\n4. four\n   - within\n\n" +
        "| Charge | Amount |\n|---|--:|\n| ch_3P | 620 |\n\n```sql\nSELECT 1;\n```\n\n> quoted\n\n---\n\nend",
    ),
  );
  expect(await md.getByRole("heading", { name: "Findings", level: 3 }).isVisible()).toBe(true);
  expect(await md.locator("strong").textContent()).toBe("ours");
  expect(await md.locator("p").first().innerText()).toBe("It is ours, not theirs.\nNext line");
  expect(await md.locator("ol").getAttribute("start")).toBe("3");
  expect(await md.locator("ol ul > li").textContent()).toBe("within");
  expect(await md.getByRole("cell", { name: "620" }).getAttribute("class")).toBe("right");
  expect(await md.locator("pre").textContent()).toBe("SELECT 1;");
  expect(await md.locator("blockquote").textContent()).toBe("quoted");
  expect(await md.locator("hr").count()).toBe(1);
});

test("while it grows, finished parts keep their elements, and no half mark is visible", async () => {
  const panel = await panels.open();
  const md = await show(panel, text("First **part**.\n\nSecond wi", true));
  await md
    .locator("p")
    .first()
    .evaluate((first) => Object.assign(window, { first }));
  const grow = async (append: string, batch: number): Promise<string> => {
    await panel.send(delta({ batch, story: [{ append, id: "t2" }] }));
    return await md.locator("> :last-child").innerText();
  };
  expect(await grow("th **bol", 1)).toBe("Second with bol");
  expect(await grow("d** and [a li", 2)).toBe("Second with bold and");
  expect(await grow("nk](https://exa", 3)).toBe("Second with bold and");
  expect(await grow("mple.com/x)", 4)).toBe("Second with bold and a link (https://example.com/x)");
  expect(await grow("\n\n| A | B", 5)).toMatch(/^A\s+B\s*$/);
  expect(await grow(" |\n|-", 6)).toMatch(/^A\s+B\s*$/);
  expect(await grow("--|---|\n| 1", 7)).toMatch(/^A\s+B\s+1\s*$/);
  expect(await grow(" | 2 |\n\n```js\nlet a", 8)).toBe("let a");
  expect(await md.locator(".caret").count()).toBe(1);
  expect(
    await md
      .locator("p")
      .first()
      .evaluate((first) => first === (window as unknown as { first: Element }).first),
  ).toBe(true);
});

test("a link shows its address; a click asks the extension to open it", async () => {
  const panel = await panels.open();
  const md = await show(
    panel,
    text(
      "See the [policy](https://example.com/p?q=1), https://example.com/bare, <mailto:a@b.example> and example.org.",
    ),
  );
  expect(await md.innerText()).toBe(
    "See the policy (https://example.com/p?q=1), https://example.com/bare, mailto:a@b.example and example.org.",
  );
  await md.getByRole("link", { name: "policy" }).click();
  await md.getByRole("link", { name: "https://example.com/bare" }).press("Enter");
  await md.getByRole("link", { name: "a@b.example" }).click();
  expect((await panel.sent("openLink")).map(({ address }) => address)).toEqual([
    "https://example.com/p?q=1",
    "https://example.com/bare",
    "mailto:a@b.example",
  ]);
  expect(await md.getByRole("link").count()).toBe(3);
});

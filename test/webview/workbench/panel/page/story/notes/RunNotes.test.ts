import { expect, test } from "vitest";
import type { NoteView } from "#workbench/panel/page/noteViews.ts";
import { violations } from "../../../../../support/axe.ts";
import { usePanels } from "../../../../../support/panels.ts";
import { completedSnapshot } from "../../../../../support/sampleEnds.ts";
import { delta, story } from "../../../../../support/sampleRun.ts";

const panels = usePanels();

const compare = { id: "compare", name: "Compare", icon: "git-compare" } as const;
const accept = { id: "accept", name: "Accept as New Golden Run", icon: "check" } as const;

const golden: NoteView = {
  name: "Golden test",
  icon: "beaker",
  lead: "Compared with golden run",
  text: [{ text: " of 12 Nov: 3 differences, the first at step 3." }],
  step: { number: 3, sequence: 12 },
  acts: [compare, accept],
  marks: [
    {
      id: "s3",
      kind: "changed",
      icon: "diff-modified",
      text: [
        { text: "Golden run: " },
        { text: "region", code: true },
        { text: " was " },
        { text: "US", code: true },
        { text: ", now " },
        { text: "EU", code: true },
      ],
    },
    {
      id: "s3",
      kind: "removed",
      icon: "diff-removed",
      text: [{ text: "Golden run: " }, { text: "check_limit", code: true }, { text: " followed here" }],
    },
    { id: "s5", kind: "added", icon: "diff-added", text: [{ text: "Golden run: no such step" }] },
  ],
};

function failedTest(part: Partial<NoteView> = {}) {
  const ended = completedSnapshot();
  return { ...ended, story: story.slice(0, 9), state: { ...ended.state, notes: [{ ...golden, ...part }] } };
}

test("the banner of a failed golden test and the marks at its steps", async () => {
  const width = 400;
  const { panel, page } = await panels.show(failedTest(), { width });
  const banner = page.getByRole("region", { name: "Golden test" });
  expect((await banner.innerText()).replaceAll(/\s+/g, " ")).toBe(
    "Compared with golden run of 12 Nov: 3 differences, the first at step 3. Go to Step 3 Compare Accept as New Golden Run",
  );
  const call = page.getByRole("article", { name: "Tool call lookup_customer, finished" });
  expect(await call.locator(".step-note").allInnerTexts()).toEqual([
    "Golden run: region was US, now EU",
    "Golden run: check_limit followed here",
  ]);
  expect(await page.locator('[data-item="s5"] > .step-note').innerText()).toBe("Golden run: no such step");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  expect(await violations(panel)).toEqual([]);
});

test("its buttons go to the first step that differs, compare, and accept", async () => {
  const { panel, page } = await panels.show(failedTest());
  await page.getByRole("tab", { name: "Output" }).click();
  await page.getByRole("button", { name: "Go to Step 3" }).click();
  const step = page.getByRole("article", { name: /lookup_customer/ });
  await expect
    .poll(() =>
      step
        .getByRole("button")
        .first()
        .evaluate((each) => each === document.activeElement),
    )
    .toBe(true);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.getByRole("button", { name: "Accept as New Golden Run" }).click();
  expect((await panel.sent("act")).map(({ id }) => id)).toEqual(["compare", "accept"]);
});

test("the notes of several features stand below each other, and go with their features", async () => {
  const other: NoteView = { ...golden, name: "Other", lead: "Other", text: [], step: undefined, acts: [], marks: [] };
  const ended = completedSnapshot();
  const { panel, page } = await panels.show({ ...ended, state: { ...ended.state, notes: [golden, other] } });
  const named = () => page.getByRole("region", { name: /^(Golden test|Other)$/ });
  await expect.poll(() => named().count()).toBe(2);
  await panel.send(delta({ batch: 1, state: { notes: [] } }));
  await expect.poll(() => named().count()).toBe(0);
});

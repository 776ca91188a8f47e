import { expect, test } from "vitest";
import type { StepView } from "../../../src/protocol/storyViews.ts";
import { samplePlay } from "../../support/samples/samplePlay.ts";
import { sdkStory } from "../../support/story/sdkStory.ts";
import { themes, violations } from "../support/axe.ts";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../support/sampleEnds.ts";
import { approval, feedback, requestDelta, unknown, waitingSnapshot } from "../support/sampleInputRequests.ts";
import { header, onePixel, runId, runState, snapshot, story } from "../support/sampleRun.ts";
import { timelineSnapshot } from "../support/timelineRun.ts";

const panels = usePanels();
/** Runs in the page: the contrast of each border with what it encloses, and with the card around it. */
function bordersAgainst(inputs: Element[]): { inside: number; outside: number }[] {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  /** Red, green and blue of colours that are painted over each other, the last one on top. */
  const painted = (...colors: string[]): number[] => {
    for (const color of colors) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (parts: number[]): number => {
    const linear = parts.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  };
  const contrast = (a: number[], b: number[]): number => {
    const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  return inputs.map((input) => {
    const card = getComputedStyle(input.closest(".ask")!).backgroundColor;
    const { backgroundColor, borderTopColor } = getComputedStyle(input);
    const border = painted(card, backgroundColor, borderTopColor);
    return { inside: contrast(border, painted(card, backgroundColor)), outside: contrast(border, painted(card)) };
  });
}

const markdown = `# Head\n\n### Deeper\n\nIt is **ours**, see [the \`policy\`](https://example.com/p).\n\n- one\n\n| A | B |
|---|---|\n| 1 | 2 |\n\n> quoted\n\n\`\`\`js\nlet a = 1;\n\`\`\`\n\n![Receipt](https://example.com/r.png)`;

test.each([1400, 400])("no violation in any tab at %i px", async (width) => {
  const panel = await panels.open({ width });
  const { page } = panel;
  const state = runState({ banner: "Can't be reached.", header: header({ production: true }) });
  const answer = { ...story[1]!, text: markdown } as StepView;
  await panel.send(snapshot({ state, story: [answer, ...story.slice(2)] }));
  await page.locator(".md").first().waitFor();
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("button", { name: "More Actions…" }).click();
  expect(await violations(panel, width)).toEqual([]);
  await page.keyboard.press("Escape");
  await panel.send(failedSnapshot());
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("tab", { name: "Events" }).click();
  await page.locator('[data-sequence="7"]').click();
  await panel.send({ type: "event", sequence: 7, json: '{\n  "data": { "result": "[1, true, null]" }\n}' });
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("textbox", { name: "Search events" }).fill("policy");
  await page.getByRole("button", { name: /^Tools/ }).click();
  await page.getByRole("button", { name: /^Failed Only/ }).click();
  expect(await violations(panel, width)).toEqual([]);
  await panel.send(completedSnapshot());
  for (const tab of ["Input", "Output"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("button", { name: "Expand Two Levels" }).click();
    await page.getByRole("treeitem").last().click();
    expect(await violations(panel, width)).toEqual([]);
  }
  await page.getByRole("tree").press("Home");
  await page.getByRole("button", { name: "Show", exact: true }).first().click();
  await page.getByRole("tree").focus();
  await page.keyboard.type("charged");
  await page.keyboard.press("Enter");
  expect(await violations(panel, width)).toEqual([]);
});

test.each([1400, 400])("no violation with several speakers, at %i px", async (width) => {
  const panel = await panels.open({ width, height: 2600 });
  const { page } = panel;
  await panel.send({ ...completedSnapshot(), story: sdkStory(samplePlay({ play: "workflow" })) });
  await page.getByRole("log").getByText("Category").waitFor();
  await page.keyboard.press("s");
  expect(await violations(panel, width)).toEqual([]);
  await page.keyboard.press("r");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Show All Speakers" }).waitFor();
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("tab", { name: "Timeline" }).click();
  expect(await violations(panel, width)).toEqual([]);
});

test.each([1400, 400])("no violation during a search in the story, at %i px", async (width) => {
  const panel = await panels.open({ width });
  const { page } = panel;
  await panel.send(completedSnapshot());
  await page.keyboard.press("Control+f");
  expect(await violations(panel, width)).toEqual([]);
  await page.keyboard.type("customer");
  await page.keyboard.press("Enter");
  await page.getByText(/^1 of/).waitFor();
  expect(await violations(panel, width)).toEqual([]);
});

test("no violation with a shown image, and with a part that is too large", async () => {
  const panel = await panels.open({ state: { tab: "input" } });
  const { page } = panel;
  const holes = [{ path: ["ledger"], bytes: 21_390_950, kind: "array" as const, size: 48_213 }];
  const value = { receipt: onePixel, ledger: null };
  await panel.send(snapshot({ state: runState({ input: { kind: "value", value, bytes: 22_000_000, holes } }) }));
  await page.getByRole("treeitem", { name: "receipt" }).click();
  await page.getByRole("img", { name: "Image from receipt" }).waitFor();
  expect(await violations(panel)).toEqual([]);
  await page.getByRole("treeitem", { name: "ledger" }).click();
  expect(await violations(panel)).toEqual([]);
  await panel.send(snapshot({ state: runState({ input: { kind: "tooLarge", bytes: 22_000_000 } }) }));
  expect(await violations(panel)).toEqual([]);
});

test.each([1400, 400])("no violation in the timeline at %i px", async (width) => {
  const panel = await panels.open({ width });
  const { page } = panel;
  await panel.send(timelineSnapshot());
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByRole("treegrid").focus();
  for (const key of ["End", "ArrowUp", "ArrowUp", "ArrowLeft"]) await page.keyboard.press(key);
  await page.getByRole("tooltip").waitFor();
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("row", { name: "match_payments" }).hover();
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("textbox").fill("nothing has this name");
  expect(await violations(panel, width)).toEqual([]);
  await panel.send(failedSnapshot());
  expect(await violations(panel, width)).toEqual([]);
});

test.each([1400, 400])("no violation in the forms of input requests at %i px", async (width) => {
  const panel = await panels.open({ width });
  const { page } = panel;
  const failed = { kind: "failed", reason: "No server is listening at the host." } as const;
  const over = {
    kind: "settled",
    title: "Answered elsewhere",
    text: "Somebody else already answered this.",
    mine: false,
  } as const;
  await panel.send(waitingSnapshot(approval(), feedback(), unknown()));
  await page.locator(".needs .md").first().waitFor();
  for (const name of width === 400 ? ["Open Feedback", "Open vote_request"] : []) {
    await page.getByRole("button", { name }).click();
  }
  expect(await violations(panel, width)).toEqual([]);
  await page.getByRole("textbox", { name: "amount" }).fill("48o");
  await page.getByRole("button", { name: "Show Input Request as JSON" }).first().click();
  await page.getByRole("radio").first().check();
  expect(await violations(panel, width)).toEqual([]);
  const edited = { params: { amount: "480" }, rejecting: true, reason: "Too much" };
  const second = feedback({ progress: { kind: "sending" } });
  await panel.send(
    requestDelta(
      1,
      approval({ draft: edited, draftVersion: 2, progress: failed }),
      second,
      unknown({ progress: over, draft: { feedback: "Left" } }),
    ),
  );
  expect(await violations(panel, width)).toEqual([]);
});

test.each(themes)("%s: unchecked radio buttons and checkboxes have a visible border", async (theme) => {
  const panel = await panels.open({ theme });
  await panel.send(waitingSnapshot(feedback()));
  const contrasts = await panel.page.locator(".check input").evaluateAll(bordersAgainst);
  expect(contrasts).toHaveLength(4);
  for (const { inside, outside } of contrasts) {
    expect(inside).toBeGreaterThanOrEqual(3);
    expect(outside).toBeGreaterThanOrEqual(3);
  }
});

test("no violation on the pages in place of a run", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({ type: "loading", runId });
  await page.getByRole("heading").waitFor();
  expect(await violations(panel)).toEqual([]);
  const actions = [
    { label: "Retry Now", action: "retry" as const },
    { label: "Show Log", action: "showLog" as const },
  ];
  const problem = {
    kind: "unreachable" as const,
    title: "Can't be reached",
    text: [{ text: "connect ECONNREFUSED" }],
    actions,
  };
  await panel.send({ type: "problem", runId, problem });
  expect(await violations(panel)).toEqual([]);
});

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { localPresenter, localSnapshot } from "../../../../support/localRuns/localSnapshot.ts";
import { agentTrace, failedTrace } from "../../../../support/localRuns/sampleTraces.ts";
import { samplePlay } from "../../../../support/samples/samplePlay.ts";
import { sdkStory } from "../../../../support/story/sdkStory.ts";
import { violations, violationsInThemes } from "../../../support/axe.ts";
import type { PanelPage } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../../../support/sampleEnds.ts";
import { approval, feedback, unknown, waitingSnapshot } from "../../../support/sampleInputRequests.ts";
import { header, onePixel, runState, snapshot, type Snapshot, story } from "../../../support/sampleRun.ts";
import { expectSeen, overlaps, type Thing } from "../../../support/seen.ts";
import { timelineSnapshot } from "../../../support/timelineRun.ts";

const panels = usePanels();

/** One for each layout: up to 560 pixels there is but one, so the narrowest panel stands for all of these. */
const widths = [1400, 400];

interface Screen {
  run: Snapshot;
  tab?: string;
  /** What a person does to come to it. */
  open?: (page: Page, panel: PanelPage) => Promise<unknown>;
  /** What has to be seen of it. */
  seen: Thing[];
  /** It is above the frame of the panel, and may hide it. */
  above?: true;
  /** What has to be seen only where the panel is wider than so many pixels. */
  wider?: [than: number, seen: Thing[]];
  /** It stands for its tab: axe looks at it in all themes, and in a narrow panel. */
  ofTab?: true;
}

const click = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();
const search = (text: string) => async (page: Page) => {
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text);
};
const open = (sequence: number) => async (page: Page, panel: PanelPage) => {
  await page.locator(`[data-sequence="${sequence}"]`).click();
  await panel.send({ type: "event", sequence, json: '{\n  "data": "Dana"\n}' });
};
const focus = (role: "textbox" | "radio", name: string) => (page: Page) => page.getByRole(role, { name }).focus();
const named = (role: "button" | "menuitemradio" | "tab", ...names: (string | RegExp)[]): Thing[] =>
  names.map((name) => [role, name]);
const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key);
  };
const found = named("button", "Previous Match", "Next Match");
const asking = waitingSnapshot(approval());
const markdown = `# Head\n\n### Deeper\n\nIt is **ours**, see [the \`policy\`](https://example.com/p).\n\n- one\n\n| A | B |
|---|---|\n| 1 | 2 |\n\n> quoted\n\n\`\`\`js\nlet a = 1;\n\`\`\`\n\n![Receipt](https://example.com/r.png)`;
const workflow = { ...completedSnapshot(), story: sdkStory(samplePlay({ play: "workflow" })) };
const answeredElsewhere = {
  kind: "settled",
  title: "Answered elsewhere",
  text: "Somebody else already answered this.",
  mine: false,
} as const;
const input = { kind: "value" as const, value: { receipt: onePixel }, bytes: 1_000 };

/** What is there in every tab. */
const frame: Thing[] = [
  ...(["h1", "[role=status]", "footer .state"] as const),
  ...named("button", "More Actions…"),
  ...named("tab", "Story", "Timeline", "Input", "Output"),
];
const ofApp = named("tab", /^Events/);
const wide = named("button", /^Open (Run|Trace) as JSON$/, "Export Runs…");

/** A screen is a line: the run, the tab, what a person does, and what has to be seen then. */
const screens: Record<string, Screen> = {
  "a live story": {
    run: snapshot({ story: [{ ...story[1]!, text: markdown } as StepView, ...story.slice(2)] }),
    open: (page) => page.locator(".md table").waitFor(),
    ofTab: true,
    seen: [".caret", ...named("button", "Find in Story", "Collapse All")],
    wider: [960, [["complementary", "Outline"]]],
  },
  "a failure": { run: failedSnapshot(), seen: [".failure b", ".failure p", ...named("button", "Copy Error")] },
  "a search of the story": {
    run: snapshot(),
    open: search("customer"),
    seen: [["textbox", "Find in story"], ...found, ...named("button", "Close")],
  },
  "a lost connection": {
    run: snapshot({ state: runState({ banner: "It can't be reached.", header: header({ production: true }) }) }),
    seen: [["alert", ""], ...named("button", "Retry Now")],
  },
  speakers: { run: workflow, above: true, open: press("s"), seen: named("menuitemradio", /^Refund agent/) },
  "an approval": {
    run: asking,
    open: focus("textbox", "amount"),
    seen: [["textbox", "amount"], ...named("button", "Approve", "Reject…", "Find in Story", "Collapse All")],
  },
  "a rejection": {
    run: asking,
    open: click("Reject…"),
    seen: [["textbox", "Reason"], ...named("button", "Reject", "Back")],
  },
  "a feedback form": {
    run: waitingSnapshot(feedback()),
    open: focus("radio", "Apologetic"),
    seen: [["radio", "Apologetic"], ...named("button", "Send Answer", "Answer in Editor")],
  },
  "answers that are wrong, sent and too late": {
    run: waitingSnapshot(
      approval({
        draft: { params: { amount: "48o" }, rejecting: true, reason: "Too much" },
        progress: { kind: "failed", reason: "No server is listening at the host." },
      }),
      feedback({ progress: { kind: "sending" } }),
      unknown({ progress: answeredElsewhere, draft: { feedback: "Left" } }),
    ),
    open: async (page) => {
      await click("Show Input Request as JSON")(page);
      await focus("textbox", "amount")(page);
    },
    seen: [["textbox", "amount"]],
  },
  "a timeline": {
    run: timelineSnapshot(),
    tab: "Timeline",
    ofTab: true,
    seen: [["row", /^issue_refund/], ...named("button", "Collapse Waits", "Zoom In (+)", "Show All (0)")],
  },
  "a row of the timeline": {
    run: timelineSnapshot(),
    tab: "Timeline",
    above: true,
    open: async (page) => {
      await page.getByRole("treegrid").focus();
      await press("End", "ArrowUp", "ArrowUp")(page);
      await page.getByRole("tooltip").waitFor();
    },
    seen: named("button", "Zoom In (+)"),
  },
  events: {
    run: failedSnapshot(),
    tab: "Events",
    seen: [
      '[data-sequence="1"] .type',
      '[data-sequence="1"] .what',
      ["textbox", "Search events"],
      ...named("button", /^Text/, /^Failed Only/),
    ],
  },
  "an event": {
    run: failedSnapshot(),
    tab: "Events",
    open: open(7),
    ofTab: true,
    seen: ['[data-sequence="7"]', ["region", "Event 7"], ...named("button", "Show in Story", "Close Details")],
  },
  "an input": {
    run: snapshot(),
    ofTab: true,
    tab: "Input",
    seen: [
      ["treeitem", /^customer/],
      ["textbox", "Search keys and values"],
      ...named("button", "Expand Two Levels", "Copy Input"),
    ],
  },
  "an input with a picture": {
    run: snapshot({ state: runState({ input }) }),
    tab: "Input",
    open: async (page) => {
      await page.getByRole("treeitem", { name: "receipt" }).click();
      await page.getByRole("img", { name: "Image from receipt" }).waitFor();
    },
    seen: named("button", "Save File…"),
  },
  "an output": {
    run: completedSnapshot(),
    ofTab: true,
    tab: "Output",
    seen: [["treeitem", /^category/], ["treeitem", /^steps/], ...named("button", "Copy Output", "Save Output As…")],
  },
  "a local run": {
    run: localSnapshot(localPresenter(agentTrace())),
    open: click("1 call blocked"),
    seen: [["heading", /^Iteration 3/], ".tool.void", ...named("button", "1 call blocked")],
    wider: [560, ["footer .dim.opt"]],
  },
  "a local run's failure": {
    run: localSnapshot(localPresenter(failedTrace("/w"))),
    seen: [".failure b", ".frames .end", ...named("button", "Copy Error", /^Traceback/)],
  },
  "a local run's timeline": {
    run: localSnapshot(localPresenter(agentTrace())),
    tab: "Timeline",
    seen: [
      ["row", /^gpt-4o-mini, 2.1 ms/],
      ["row", /^pay/],
    ],
  },
  "a failed run's output": {
    run: failedSnapshot(["Update CRM", "Send mail"]),
    tab: "Output",
    seen: [["heading", "No output"], ".nodes li:last-child .reason", ...named("button", "Show Story")],
  },
};

test.each(widths)("at %i px every necessary element is visible, and axe finds nothing wrong", async (width) => {
  const panel = await panels.open({ width });
  const { page } = panel;
  const wrong: string[] = [];
  for (const [name, screen] of Object.entries(screens)) {
    await panel.send(asRun(screen.run, name));
    await page.getByRole("tab", { name: screen.tab ?? "Story" }).click();
    await screen.open?.(page, panel);
    const [than, more] = screen.wider ?? [0, []];
    const { local } = screen.run.state.header;
    const around = screen.above ? [] : [...frame, ...(local ? [] : ofApp), ...(width > 560 ? wide : [])];
    await expectSeen(page, [...around, ...screen.seen, ...(width > than ? more : [])], name);
    const found = await faultsOf(panel, screen, width);
    wrong.push(...found.map((fault) => `${name}: ${fault}`));
    await page.keyboard.press("Escape");
  }
  expect(wrong).toEqual([]);
});

/** What axe finds: everywhere in a wide panel, once a tab in a narrow one. */
async function faultsOf(panel: PanelPage, { ofTab }: Screen, width: number): Promise<string[]> {
  if (width === 1400) return await (ofTab ? violationsInThemes(panel) : violations(panel));
  return ofTab ? await violations(panel) : [];
}

/** Another run each time: nothing stays of the screen before. */
function asRun(message: Snapshot, id: string): Snapshot {
  const { state, ...rest } = message;
  return { ...rest, state: { ...state, header: { ...state.header, id } } };
}

/** It is higher than its part of a narrow view, and one of its values was edited. */
function tallApproval(): InputRequestView {
  const params = [
    { name: "amount", kind: "number", text: "620", editable: true },
    { name: "note_for_the_customer", kind: "string", text: "We have refunded the second charge.", editable: true },
    { name: "lines", kind: "json", text: '{"order":"ord_01J9ZC4M7T8QK2V5W6X7Y8Z9A0"}', editable: true },
  ] as const;
  const draft = { params: { amount: "48o", note_for_the_customer: "Sorry." } };
  return approval({ draft }, { prompt: "May I refund this? ".repeat(30), params: [...params] });
}

/** Its input has texts that are cut, and stay cut. */
function longTexts(): Snapshot {
  const value = { customer: "Dana ".repeat(100), the_key_of_a_long_text: "x".repeat(400), list: [{ n: 1 }] };
  return snapshot({ state: runState({ input: { kind: "value", value, bytes: 1_000 } }) });
}

test("at 175 pixels no control lies over another or sticks out, in any tab", async () => {
  const width = 175;
  const panel = await panels.open({ width, height: 700 });
  const { page } = panel;
  const production = snapshot();
  production.state.header.production = true;
  const waiting = {
    approval: waitingSnapshot(approval()),
    tall: waitingSnapshot(tallApproval(), feedback()),
    rejecting: waitingSnapshot({ ...tallApproval(), draft: { rejecting: true, reason: "Too much" } }),
    feedback: waitingSnapshot(feedback()),
  };
  const runs = { production, ...waiting, timelineSnapshot: timelineSnapshot(), longTexts: longTexts() };
  const faults: string[] = [];
  for (const [name, run] of Object.entries({ ...runs, completed: completedSnapshot(), failed: failedSnapshot() })) {
    await panel.send(asRun(run, `${name}-${width}`));
    for (const tab of ["Story", "Timeline", "Events", "Input", "Output"]) {
      await page.getByRole("tab", { name: tab }).press("Enter");
      await page.getByRole("tab", { name: tab, selected: true }).waitFor();
      // Until the heights of its rows are known, they may lie over each other.
      await panel.send();
      faults.push(...(await overlaps(page)).map((fault) => `${name}, ${tab}: ${fault}`));
      if (name !== "longTexts" || tab !== "Input") continue;
      await page.getByRole("treeitem", { name: /^the_key/ }).click();
      await panel.send();
      faults.push(...(await overlaps(page)).map((fault) => `a selected row: ${fault}`));
    }
  }
  expect(faults).toEqual([]);
});

import { expect, test } from "vitest";
import type {
  ComposerView,
  ConversationHead,
  ConversationHostMessage,
  ConversationRef,
  Draft,
  TurnView,
} from "#features/conversations/page/messages.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import { violations, violationsInThemes } from "../../../support/axe.ts";
import { type PageOptions, type PanelPage, sendTo, sentPlain } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { approval } from "../../../support/sampleInputRequests.ts";
import { header, runState, snapshot } from "../../../support/sampleRun.ts";
import { expectSeen } from "../../../support/seen.ts";

const panels = usePanels();
const ref = { connectionId: "app", sessionId: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d", userId: "customer-7421" };
const day = 86_400_000;
const noon = new Date().setHours(12, 0, 0, 0);

function turn(n: number, part: Partial<TurnView> = {}): TurnView {
  return {
    runId: `run-${n}`,
    status: "completed",
    word: "Completed",
    startedAt: new Date(noon - day + n * 60_000).toISOString(),
    message: `What about order ${n}?`,
    changes: [],
    facts: "3 tool calls · 4.2 s · Completed",
    menu: "{}",
    answer: `Order **${n}** is on its way:\n\n- packed\n- sent\n\n\`rf_${n}\``,
    ...part,
  };
}

const charged = "There are two charges for order 77120 on my statement, $620 each. I ordered once.";
const late = (minute: number): string => new Date(noon + minute * 60_000).toISOString();
const sample: TurnView[] = [
  turn(1, { message: charged }),
  turn(2, { changes: ["locale: de → en", "channel: email → chat"] }),
  turn(3, {
    status: "failed",
    word: "Failed",
    facts: "3 tool calls · 31.2 s · Failed",
    startedAt: late(1),
    state: "Failed: the payment gateway didn't answer within 30 s (payment_gateway_timeout)",
  }),
  turn(4, { message: "Did that go through?\n\nI see nothing.", startedAt: late(2) }),
  turn(5, { startedAt: late(3), status: "canceled", word: "Canceled", facts: "12.0 s · Canceled" }),
  turn(6, {
    status: "awaiting_input",
    word: "Waiting for you",
    facts: "Waiting for you",
    startedAt: late(4),
    state: "Waiting for you: Approve issuing a $620 refund to customer-7421? The first one was returned by the bank.",
  }),
].map(({ answer, ...rest }) =>
  ["canceled", "awaiting_input"].includes(rest.status) ? rest : { ...rest, answer: answer! },
);

const headOf = (turns: readonly TurnView[], part: Partial<ConversationHead> = {}): ConversationHead => {
  const { status = "", word = "" } = turns.at(-1) ?? {};
  return {
    title: charged,
    app: "Support Triage",
    isProduction: true,
    hasOlder: false,
    isReading: false,
    canRetry: true,
    isFork: false,
    acts: [],
    now: { status, word, sentence: "1 input request" },
    total: turns.length,
    ...part,
  };
};

const fields = '{\n  "channel": "chat",\n  "language": "en"\n}';
const writes: ComposerView = {
  into: "message",
  choices: ["message"],
  others: fields,
  count: 2,
  from: "from turn 6",
  files: [],
  isFirst: false,
  hint: "Continues the conversation of customer-7421 on production",
};

async function post(
  panel: PanelPage,
  turns: TurnView[],
  part: Partial<ConversationHead> = {},
  composer: Partial<ComposerView> | undefined = {},
  at: ConversationRef = ref,
  draft?: Draft,
): Promise<void> {
  const order = turns.map(({ runId }) => runId);
  const message: ConversationHostMessage = {
    type: "conversation",
    conversation: at,
    head: headOf(turns, part),
    order,
    turns,
    composer: at.file === undefined ? { ...writes, ...composer } : undefined,
    ...(draft ? { draft } : {}),
  };
  await sendTo(panel, message);
  await panel.page.evaluate(async () => {
    // The page draws with the frame after it, and then what it has laid out is known.
    await new Promise((resolve) => setTimeout(resolve));
    for (let frames = 0; frames < 3; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

async function open(options: PageOptions = {}, turns = sample, part: Partial<ConversationHead> = {}) {
  const panel = await panels.open({ ...options, kind: "conversation" });
  await post(panel, turns, part);
  return panel;
}

const many = (count: number, from = 0): TurnView[] => Array.from({ length: count }, (_, n) => turn(from + n));
const log = (panel: PanelPage) => panel.page.getByRole("log", { name: "Turns" });
const named = (panel: PanelPage) => panel.page.getByRole("article");
const left = (panel: PanelPage): Promise<number> =>
  log(panel).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);

/** The classes of what is wider than the panel. */
const outside = (panel: PanelPage): Promise<string[]> =>
  panel.page.evaluate(() =>
    [...document.querySelectorAll(".head *, .talk *, .compose *")]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .map((element) => element.className),
  );

test.each([1400, 400])("all parts are seen at %i pixels, none is wider, and axe finds nothing wrong", async (width) => {
  const panel = await open({ width }, sample, { hasOlder: true, total: 46 });
  await panel.page.locator(".md").first().waitFor();
  const buttons = ["More Actions…", "Attach Files…", "Send"].map((name) => ["button", name] as const);
  await expectSeen(panel.page, [["heading", charged], ["textbox", "Message as customer-7421"], ".now b", ...buttons]);
  expect(await outside(panel)).toEqual([]);
  expect(await violationsInThemes(panel)).toEqual([]);
  // The composer, with all that it can have.
  const files = [
    { id: 1, name: "receipt-3.png", size: 214_000 },
    { id: 2, name: `${"a-very-long-name-".repeat(9)}.pdf`, size: 91_000 },
  ];
  const asks = { runId: "run-6", name: "Turn 6", waits: true };
  await post(panel, sample, {}, { files, open: asks, blocked: "Turn 6 waits for your answer.", problem: "Not sent." });
  await panel.page.getByRole("button", { name: "2 other input fields" }).click();
  const seen = ["Attach Files…", "Stop", "Remove receipt-3.png"].map((name) => ["button", name] as const);
  await expectSeen(panel.page, [["textbox", "Other input fields, JSON"], ".say-so", ...seen]);
  const composer = await panel.page.locator(".compose").boundingBox();
  expect(composer!.y + composer!.height).toBeCloseTo(900, 0);
  expect(await outside(panel)).toEqual([]);
  expect(await violations(panel)).toEqual([]);
});

test("a turn's buttons stay where they are while more becomes known of its run", async () => {
  const panel = await panels.open({ kind: "conversation" });
  await post(panel, [turn(1, { facts: "4.2 s · Completed" })]);
  const button = panel.page.getByRole("button", { name: "Open Run", exact: true });
  const before = await button.boundingBox();
  await post(panel, [turn(1)]);
  await panel.page.getByText("3 tool calls · 4.2 s").waitFor();
  expect(await button.boundingBox()).toEqual(before);
});

test("a turn has its message, its run, what changed, and the answer as Markdown or why there is none", async () => {
  const panel = await open();
  const { page } = panel;
  // A turn that is out of sight has no `innerText`.
  expect(await page.locator(".day h2").allTextContents()).toEqual(["Yesterday", "Today"]);
  expect(await named(panel).nth(2).getByRole("heading").first().textContent()).toBe("Turn 3, today 12:01, failed");
  expect(await named(panel).nth(1).locator(".other").allTextContents()).toEqual([
    "locale: de → en",
    "channel: email → chat",
  ]);
  const first = named(panel).first();
  await first.locator("strong", { hasText: "1" }).waitFor();
  expect(await first.getByRole("listitem").allTextContents()).toEqual(["packed", "sent"]);
  expect(await named(panel).nth(2).locator(".broke b").textContent()).toMatch(/^Failed: the payment gateway/);
  expect(await named(panel).nth(3).locator(".text").textContent()).toBe("Did that go through?\n\nI see nothing.");
  await first.hover();
  await first.getByRole("button", { name: "Open Run" }).click();
  expect(await sentPlain(panel, "open")).toEqual([{ type: "open", runId: "run-1" }]);
});

/** What the extension sends of a run that is shown in its turn. */
const postInTurn = (panel: PanelPage, runId: string, message: HostMessage): Promise<void> =>
  sendTo(panel, { ...message, inTurn: runId });

const ofTurn = (n: number, part: Parameters<typeof runState>[0] = {}): HostMessage =>
  snapshot({ rows: [], state: runState({ header: header({ id: `run-${n}`, status: "completed" }), ...part }) });

test("the line of a turn unfolds the story of its run in place, which does what it does in the run's panel", async () => {
  const panel = await open({ height: 700 }, many(20, 1));
  const { page } = panel;
  const line = named(panel).nth(17).getByRole("button", { name: "3 tool calls · 4.2 s · Completed" });
  const topOf = () => line.evaluate((element) => element.getBoundingClientRect().top);
  const before = await topOf();
  await line.click();
  expect(await line.getAttribute("aria-expanded")).toBe("true");
  const ready = { type: "inTurn", runId: "run-18", message: { type: "ready" } };
  await expect.poll(() => sentPlain(panel, "inTurn")).toEqual([ready]);
  await postInTurn(panel, "run-18", ofTurn(18));
  const story = named(panel).nth(17).getByRole("region", { name: "Story of this turn" });
  await story.getByText("I will look up the account first.").waitFor();
  // The reader stays at the line although the turns were at their end, and as much of the story as fits is in sight.
  const isWithin = (element: Element): boolean => {
    const [own, view] = [element, element.closest(".scroll")!].map((each) => each.getBoundingClientRect());
    return own!.top >= view!.top && own!.bottom <= view!.bottom + 1;
  };
  await expect.poll(() => story.evaluate(isWithin)).toBe(true);
  expect(Math.abs((await topOf()) - before)).toBeLessThan(300);
  // Its keys are its own.
  await story.getByRole("log", { name: "Story" }).focus();
  await page.keyboard.press("j");
  expect(await story.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  expect(await violations(panel)).toEqual([]);
  // So is its search. That of the turns is VS Code's.
  await page.keyboard.press("Control+f");
  await page.keyboard.type("look up the account");
  await expect.poll(() => story.locator(".find .num").innerText()).toBe("1 match");
  for (let presses = 0; presses < 2; presses++) await page.keyboard.press("Escape");
  await log(panel).focus();
  await page.keyboard.press("Control+f");
  expect(await page.locator(".find").count()).toBe(0);
  await line.click();
  expect(await story.count()).toBe(0);
  await expect.poll(() => sentPlain(panel, "fold")).toEqual([{ type: "fold", runId: "run-18" }]);
});

test("a turn that waits has its card in place, which stays to say what was answered", async () => {
  const panel = await open();
  const { page } = panel;
  const waiting = named(panel).nth(5);
  const ready = { type: "inTurn", runId: "run-6", message: { type: "ready" } };
  await expect.poll(() => sentPlain(panel, "inTurn")).toEqual([ready]);
  await postInTurn(panel, "run-6", ofTurn(6, { requests: [approval()] }));
  // What waits is said once.
  await expect.poll(() => waiting.locator(".where").isVisible()).toBe(false);
  const blocked = "Turn 6 waits for you.";
  await post(panel, sample, {}, { blocked, open: { runId: "run-6", name: "Turn 6", waits: true } });
  await page.getByRole("button", { name: "Go to Input Request" }).click();
  expect(
    await waiting.getByRole("textbox", { name: "amount" }).evaluate((field) => field === document.activeElement),
  ).toBe(true);
  await waiting.getByRole("button", { name: /^Approve/ }).click();
  const [, answer] = (await sentPlain(panel, "inTurn")) as { message: { type: string; decision: string } }[];
  expect(answer!.message).toMatchObject({ type: "answer", requestId: "approve", decision: "approve" });
  const settled = approval({ progress: { kind: "settled", title: "Approved", text: "Approved", mine: true } });
  await postInTurn(panel, "run-6", ofTurn(6, { requests: [settled] }));
  await post(panel, [...sample.slice(0, 5), turn(6, { startedAt: late(4), status: "started", word: "Running" })]);
  await waiting.locator(".ask.settled").getByText("Approved").first().waitFor();
  expect(await page.getByRole("region", { name: "Input requests" }).count()).toBe(1);
});

test("one from a file says so, and offers nothing that would be sent", async () => {
  const panel = await panels.open({ width: 700, kind: "conversation" });
  const { page } = panel;
  const exported = "This is an export from today at 09:02:11. It is read-only.";
  const at = { ...ref, connectionId: "", file: "file:///runs.json" };
  const acts = [
    { id: "copyAsMarkdown", name: "Copy as Markdown", icon: "copy" } as const,
    { id: "copyForAi", name: "Copy for AI", icon: "robot" } as const,
  ];
  const head = { isProduction: false, app: "Exported from Support Triage", exported, acts };
  await post(panel, sample, head, undefined, at);
  await page.getByText(exported).waitFor();
  expect(await named(panel).count()).toBe(sample.length);
  expect(await page.locator(".compose").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Fork Here…" }).count()).toBe(0);
  expect(await violations(panel)).toEqual([]);
  await page.getByRole("button", { name: "More Actions…" }).click();
  const names = await page.getByRole("menuitem").allInnerTexts();
  expect(names.map((name) => name.trim())).toEqual(["Copy as Markdown", "Copy for AI", "Copy Session ID"]);
  await page.getByRole("menuitem", { name: "Copy for AI" }).click();
  expect(await sentPlain(panel, "act")).toEqual([{ type: "act", id: "copyForAi" }]);
  await named(panel).first().getByRole("button", { name: "3 tool calls" }).click();
  const ready = { type: "inTurn", runId: "run-1", message: { type: "ready" } };
  await expect.poll(() => sentPlain(panel, "inTurn")).toContainEqual(ready);
  await named(panel).first().getByRole("button", { name: "Open Run" }).click();
  expect(await sentPlain(panel, "open")).toEqual([{ type: "open", runId: "run-1" }]);
  expect(await panel.savedState()).toEqual({ unfolded: ["run-1"] });
});

test("opens at its end, follows new turns there, and counts those that came while the reader was elsewhere", async () => {
  const panel = await open({}, many(20));
  const { page } = panel;
  await expect.poll(() => left(panel)).toBeLessThan(2);
  await post(panel, many(21));
  await expect.poll(() => left(panel)).toBeLessThan(2);
  await log(panel).hover();
  await page.mouse.wheel(0, -600);
  await expect.poll(() => left(panel)).toBeGreaterThan(300);
  await post(panel, many(23));
  await page.getByRole("button", { name: "2 New Turns" }).click();
  await expect.poll(() => left(panel)).toBeLessThan(2);
  expect(await page.getByRole("button", { name: /New Turn/ }).count()).toBe(0);
  // The turn that the reader sent is shown wherever they are.
  await page.mouse.wheel(0, -600);
  await expect.poll(() => left(panel)).toBeGreaterThan(300);
  await post(panel, many(24), {}, { sent: 7 });
  await expect.poll(() => left(panel)).toBeLessThan(2);
});

test("older turns come above without moving what the reader sees, and aren't counted as new", async () => {
  const panel = await open({}, many(20, 20), { hasOlder: true, total: 40 });
  const { page } = panel;
  await page.getByText("20 older turns not shown").waitFor({ state: "attached" });
  await log(panel).hover();
  await page.mouse.wheel(0, -100_000);
  await expect.poll(() => log(panel).evaluate((element) => element.scrollTop)).toBe(0);
  const first = page.locator("[data-run='run-20']");
  await first.waitFor();
  const topOf = () => first.evaluate((element) => element.getBoundingClientRect().top);
  const before = await topOf();
  const button = page.getByRole("button", { name: "Show Older Turns" });
  await button.focus();
  await button.press("Enter");
  // The scrolling asked, too.
  await expect.poll(() => sentPlain(panel, "showOlder")).toEqual([{ type: "showOlder" }, { type: "showOlder" }]);
  await post(panel, many(40), { total: 40 });
  // The row with the button is gone, which is above it, too.
  expect(Math.abs((await topOf()) - before)).toBeLessThan(2);
  expect(await page.getByRole("button", { name: /New Turn/ }).count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-run"))).toBe("run-20");
  expect(await first.getByRole("heading").first().textContent()).toMatch(/^Turn 21, /);
});

test("J and K move between turns, and Enter unfolds the story of one", async () => {
  const panel = await open();
  const { page } = panel;
  await log(panel).focus();
  for (const key of ["k", "k", "j", "k", "Enter"]) await page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-run"));
  expect(await focused()).toBe("run-5");
  for (let n = 0; n < 9; n++) await page.keyboard.press("k");
  expect(await focused()).toBe("run-1");
  const ready = { type: "inTurn", message: { type: "ready" } };
  // The last turn waits.
  await expect
    .poll(() => sentPlain(panel, "inTurn"))
    .toEqual([
      { ...ready, runId: "run-6" },
      { ...ready, runId: "run-5" },
    ]);
});

const message = (panel: PanelPage) => panel.page.getByRole("textbox", { name: /^Message / });
const sendButton = (panel: PanelPage) => panel.page.getByRole("button", { name: "Send", exact: true });
type Sent = { draft: number; attempt: number };

test("Ctrl+Enter sends once, Enter is a new line, and the text is empty when it was sent", async () => {
  const panel = await open();
  const { page } = panel;
  await log(panel).focus();
  await page.keyboard.press("c");
  await page.keyboard.type("Thanks.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Bye");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Sending…" }).click({ force: true });
  const all = (await sentPlain(panel, "send")) as Sent[];
  expect(all).toEqual([{ ...all[0], type: "send", message: "Thanks.\nBye" }]);
  const [{ draft, attempt }] = all as [Sent];
  await post(panel, sample, {}, { sending: attempt });
  // What is typed meanwhile would belong to another turn.
  await page.keyboard.type("lost");
  expect(await message(panel).inputValue()).toBe("Thanks.\nBye");
  await post(panel, sample, {}, { settled: attempt, sent: draft });
  await expect.poll(() => message(panel).inputValue()).toBe("");
  await page.keyboard.type("Next");
  expect(await message(panel).inputValue()).toBe("Next");
  await sendButton(panel).click();
  const second = ((await sentPlain(panel, "send")) as Sent[])[1]!;
  expect(second.draft).not.toBe(draft);
  expect(second.attempt).toBeGreaterThan(attempt);
});

test("a turn that failed keeps its text, and is sent again as the same draft", async () => {
  const panel = await open();
  await message(panel).fill("Hello");
  await sendButton(panel).click();
  const [{ draft, attempt }] = (await sentPlain(panel, "send")) as [Sent];
  await post(panel, sample, {}, { settled: attempt, problem: "The app didn't respond." });
  await panel.page.getByRole("alert").getByText("The app didn't respond.").waitFor();
  expect(await message(panel).inputValue()).toBe("Hello");
  await sendButton(panel).click();
  const [, again] = (await sentPlain(panel, "send")) as [Sent, Sent];
  expect(again.draft).toBe(draft);
  expect(again.attempt).toBeGreaterThan(attempt);
});

test("while a turn is open its text can be written but not sent, and Stop ends the turn", async () => {
  const panel = await panels.open({ kind: "conversation" });
  const blocked = "Turn 6 is still running. Wait for it to end, or stop it.";
  await post(panel, sample, {}, { blocked, open: { runId: "run-6", name: "Turn 6", waits: false } });
  await message(panel).fill("Then close the ticket.");
  await message(panel).press("Control+Enter");
  await panel.page.getByText(blocked).waitFor();
  await panel.page.getByRole("button", { name: "Stop" }).click();
  expect(await sentPlain(panel, "send", "stop")).toEqual([{ type: "stop", runId: "run-6" }]);
});

test("the other fields open in one line, are edited as JSON, and show what is wrong", async () => {
  const panel = await open();
  const { page } = panel;
  await page.getByRole("button", { name: "2 other input fields" }).click();
  const area = page.getByRole("textbox", { name: "Other input fields, JSON" });
  expect(await area.inputValue()).toBe(fields);
  await area.fill('{"channel": "email"}');
  await page.getByText("changed", { exact: true }).waitFor();
  await expect.poll(() => sentPlain(panel, "fields")).toContainEqual({ type: "fields", text: '{"channel": "email"}' });
  await message(panel).fill("Hello");
  await sendButton(panel).click();
  expect(await sentPlain(panel, "send")).toEqual([expect.objectContaining({ others: '{"channel": "email"}' })]);
  await post(panel, sample, {}, { fieldsProblem: "Other input fields, line 1: expected a colon after the key." });
  await page
    .getByRole("alert")
    .getByText(/expected a colon/)
    .waitFor();
  expect(await area.getAttribute("aria-invalid")).toBe("true");
});

test("a draft survives a reload of its page, which names the files that have to be attached again", async () => {
  const panel = await panels.open({ kind: "conversation" });
  const { page } = panel;
  const files = [{ id: 1, name: "receipt.png", size: 3 }];
  await post(panel, sample, {}, { files });
  await message(panel).fill("Not sent yet");
  await page.getByRole("button", { name: "2 other input fields" }).click();
  await page.getByRole("textbox", { name: "Other input fields, JSON" }).fill("{}");
  const kept = await panel.savedState();
  expect(kept).toMatchObject({ draft: { message: "Not sent yet", others: "{}", files: ["receipt.png"] } });
  const again = await panels.open({ kind: "conversation", state: kept as object });
  await post(again, sample);
  expect(await message(again).inputValue()).toBe("Not sent yet");
  expect(await again.page.getByRole("textbox", { name: "Other input fields, JSON" }).inputValue()).toBe("{}");
  await again.page.getByText("No longer attached after the reload: receipt.png. Attach it again.").waitFor();
  await message(again).fill("Changed");
  expect(await again.page.getByText("No longer attached").count()).toBe(0);
});

test("what was written in a panel that was closed is there again, and every key is kept", async () => {
  const panel = await panels.open({ kind: "conversation" });
  await post(panel, sample, {}, {}, ref, { id: 7, message: "half a sent" });
  expect(await message(panel).inputValue()).toBe("half a sent");
  await message(panel).fill("half a sentence");
  const drafts = (await sentPlain(panel, "draft")) as { draft: { message: string } }[];
  expect(drafts.at(-1)?.draft.message).toBe("half a sentence");
  await post(panel, sample, {}, {}, ref, { id: 8, message: "late" });
  expect(await message(panel).inputValue()).toBe("half a sentence");
});

test("a message that was being sent at a reload isn't sent again without a word", async () => {
  const draft = { id: 7, message: "On its way", attempt: 99 };
  const panel = await panels.open({ kind: "conversation", state: { ...ref, draft } });
  await post(panel, sample);
  await panel.page.getByText(/^This message was being sent when the window was closed\./).waitFor();
  await message(panel).press("End");
  expect(await message(panel).inputValue()).toBe("On its way");
  // Only the page was loaded again, and the extension has sent it meanwhile.
  const shown = await panels.open({ kind: "conversation", state: { ...ref, draft } });
  await post(shown, sample, {}, { settled: 99, sent: 7 });
  await expect.poll(() => message(shown).inputValue()).toBe("");
  expect(await shown.page.getByText(/^This message was being sent/).count()).toBe(0);
});

test("files are pasted and dropped, and removed one by one", async () => {
  const panel = await open();
  const { page } = panel;
  await message(panel).evaluate((element) => {
    const pasted = new DataTransfer();
    pasted.items.add(new File(["12345"], "image.png"));
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
    const dropped = new DataTransfer();
    dropped.setData("text/uri-list", "# from the Explorer\r\nfile:///home/a.pdf\r\nfile:///home/b.pdf");
    element.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
  });
  await expect
    .poll(() => sentPlain(panel, "attachAddresses"))
    .toEqual([{ type: "attachAddresses", addresses: ["file:///home/a.pdf", "file:///home/b.pdf"] }]);
  const sizes = () =>
    page.evaluate(() => {
      const all = window.recorder.sent as unknown as { type: string; files: { name: string; bytes: ArrayBuffer }[] }[];
      return all
        .filter(({ type }) => type === "attachBytes")
        .flatMap(({ files }) => files.map((file) => [file.name, file.bytes.byteLength]));
    });
  // The files have to be read.
  await expect.poll(sizes).toEqual([["image.png", 5]]);
  await page.getByRole("button", { name: "Attach Files…" }).click();
  await post(panel, sample, {}, { files: [{ id: 4, name: "image.png", size: 5 }] });
  await page.getByRole("button", { name: "Remove image.png" }).click();
  expect(await sentPlain(panel, "attach", "detach")).toEqual([{ type: "attach" }, { type: "detach", id: 4 }]);
});

test("a new conversation opens in its composer, with the conditions of memory", async () => {
  const panel = await panels.open({ kind: "conversation" });
  const { now: _, ...head } = headOf([], { title: "New Conversation" });
  const missing = "Input fields of refund.run.json that contain variables are left out: note.";
  await post(
    panel,
    [],
    head,
    { isFirst: true, hint: "Starts a conversation of dev-me", missing },
    { ...ref, seed: {} },
  );
  await panel.page.getByRole("heading", { name: "Not started" }).waitFor();
  await panel.page.getByText(missing).waitFor();
  await panel.page.getByText(/^The app remembers earlier turns only with a user ID and a session ID/).waitFor();
  await panel.page.keyboard.type("Hello");
  expect(await message(panel).inputValue()).toBe("Hello");
});

test("a turn can be forked at, and one of a fork is compared with its original", async () => {
  const [first, ...rest] = sample;
  const panel = await open({}, [{ ...first!, isFork: true }, ...rest], { isFork: true });
  const { page } = panel;
  const fork = named(panel).nth(1).getByRole("button", { name: "Fork Here…" });
  expect(await fork.evaluate((button) => getComputedStyle(button).opacity)).toBe("0");
  await named(panel).nth(1).hover();
  expect(await fork.evaluate((button) => getComputedStyle(button).opacity)).toBe("1");
  await fork.click();
  await named(panel).first().getByRole("button", { name: "Compare with Original" }).click();
  expect(await page.getByRole("button", { name: "Compare with Original" }).count()).toBe(1);
  await page.getByRole("button", { name: "More Actions…" }).click();
  await page.getByRole("menuitem", { name: "Open Original Conversation" }).click();
  expect(await sentPlain(panel, "fork")).toEqual([{ type: "fork", runId: "run-2" }]);
  expect(await sentPlain(panel, "compareWithOriginal")).toEqual([{ type: "compareWithOriginal", runId: "run-1" }]);
  expect(await sentPlain(panel, "openOriginal")).toHaveLength(1);
});

import { escapeHtml } from "#base/text/escapeHtml.ts";
import { runBlock } from "#runs/labels/blockedRun.ts";
import { isLocalRun } from "#runs/labels/localRun.ts";
import { iconClass } from "#ui/icons.ts";
import { headerLook, nowClass } from "#workbench/panel/page/headerLook.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { headerSentence } from "./headerSentence.ts";
import { headerView, type PanelConnection } from "./headerView.ts";
import { ShownSecrets } from "./shownSecrets.ts";

/** The header of a run that the list has, for a panel that still reads it. */
export function knownHeader(connection: PanelConnection): RunHeader | undefined {
  const { known, runRef } = connection;
  if (!known) return undefined;
  const run = runRef && isLocalRun(known, runRef) ? new ShownSecrets().value(known) : known;
  const sentence = headerSentence(run, { steps: [], timeOf: () => undefined });
  return headerView(run, connection, sentence, undefined, runBlock(run)?.by);
}

/**
 * The title, the status and the result of that header as HTML, like those that `Header` draws. They are in sight after
 * 1.3 times as long as a custom editor with one line takes, 1.9 times with the page's script (`opening.bench.ts`).
 */
export function startHtml(header: RunHeader): string {
  const { icon, tone } = headerLook(header);
  // A time that counts comes with the script.
  const sentence = header.sentence.filter(({ since }) => since === undefined);
  const texts = sentence.map(({ text, code }) => (code ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text)));
  return `<main class="panel"><header class="head">
<span class="${iconClass(icon, tone)}" aria-hidden="true"></span>
<h1 class="ellipsis">${escapeHtml(header.title)}</h1>
<div class="${nowClass(header)}"><b>${escapeHtml(header.statusWord)}</b><span class="ellipsis">${texts.join("")}</span></div>
</header></main>`;
}

import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { PanelType } from "#host/contextKeys.ts";
import type { Reload, Remembered } from "#ui/pageMessages.ts";

export interface PageDescription {
  title: string;
  /** The folder of `src/features` that has the page's script: all of them are in `dist/pages.js`. */
  feature: string;
  /** What is said when the page, or what it shows, can't be read: *Insights can't be shown*. */
  failure: string;
}

/** A kind of page: the panels that show it, and what its scripts may say. */
export interface PageKind<Memory extends object, Received extends { type: string }> extends PageDescription {
  /** VS Code's name for its webviews (`viewType`). */
  id: PanelType;
  /** The codicon of its tabs. */
  icon: (memory: Memory) => string;
  /** What a panel shows. VS Code keeps it for the next window, and a panel that keeps nothing readable isn't restored. */
  memory: z.ZodType<Memory>;
  /** What the page may post. Anything else isn't heard, but for what every page may. */
  messages: z.ZodType<Received>;
}

/** What every page may post. */
export const messageOfAllPages: z.ZodType<Reload | Remembered> = z.object({
  type: z.literal(["reload", "remembered"]),
});

/** Says once what all panels of a page have in common: see `PagePanel` for one of them, and `OpenPanels` for all. */
export function definePage<Memory extends object, Received extends { type: string }>(
  page: PageKind<Memory, Received>,
): PageKind<Memory, Received> {
  return page;
}

export interface ExtensionFiles {
  /** The address of a file of the extension. */
  uri: (...path: string[]) => string;
  /** The text of a file of the extension. */
  read: (...path: string[]) => string;
}

/**
 * A page as HTML: only our own style sheets and scripts, under a policy that allows nothing else.
 *
 * @param start HTML of what is known at once, which the page draws again when its script is here. A page that was loaded
 *   before does without: it was made for the first time, and may be outdated
 */
export function pageHtml({ uri, read }: ExtensionFiles, page: PageDescription, start = ""): string {
  const nonce = randomBytes(24).toString("base64url");
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    // The icons' font is in their style sheet.
    "font-src data:",
    // Images that the panel makes from checked bytes. Nothing is loaded from elsewhere.
    "img-src data: blob:",
    `script-src 'nonce-${nonce}'`,
    // These two don't fall back to default-src. Without them a page could submit a form, or redirect its own addresses.
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const listen =
    'const api = acquireVsCodeApi(), early = [], keepEarly = ({ data }) => early.push(data); addEventListener("message", keepEarly);';
  const script = uri("dist", "pages.js");
  // VS Code posts what it has kept for the page, and shows the page, once it has loaded. An imported script doesn't keep
  // it from being loaded. It draws in the body, and doesn't wait for that by itself.
  const load = `if (api.getState()) document.querySelector(".root")?.remove();
import("${script}").then(({ ${page.feature} }) => ${page.feature}()).catch((error) => {
  document.body.innerHTML = '<p class="empty" role="alert"></p>';
  document.body.firstChild.append("${page.failure}. Run “Developer: Reload Webviews” to try again. " + error);
});`;
  // Of what is drawn before the script is here, which adds the others (`openPage`).
  const styles = ["codicons", "panel"].map((name) => read("dist", `${name}.css`)).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script nonce="${nonce}">${listen}</script>
<link rel="modulepreload" nonce="${nonce}" href="${script}">
<style nonce="${nonce}">
${styles}
</style>
<title>${page.title}</title>
</head>
<body>
${start && `<div class="root">${start}</div>`}
<script nonce="${nonce}">${load}</script>
</body>
</html>`;
}

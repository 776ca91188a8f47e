import { randomBytes } from "node:crypto";

export interface PanelPlace {
  /** The origin from which VS Code serves the webview's files, for the content security policy. */
  cspSource: string;
  /** The address of a file of the extension. */
  uri: (...path: string[]) => string;
}

/** The page of a run panel: only our own style sheets and script, under a policy that allows nothing else. */
export function panelHtml({ cspSource, uri }: PanelPlace): string {
  const nonce = randomBytes(24).toString("base64url");
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    // Images that the panel makes from checked bytes. Nothing is loaded from elsewhere.
    "img-src data: blob:",
    `script-src 'nonce-${nonce}'`,
    // These two don't fall back to default-src. Without them a page could submit a form, or redirect its own addresses.
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const styles = styleSheets.map((path) => `<link rel="stylesheet" href="${uri(...path)}">`).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles}
<title>Run</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${uri("dist", "panel.js")}"></script>
</body>
</html>`;
}

const styleSheets = [
  ["dist", "codicons", "codicon.css"],
  ["media", "panel.css"],
  ["media", "panelViews.css"],
  ["media", "panelMenu.css"],
  ["media", "panelStory.css"],
  ["media", "panelSpeakers.css"],
  ["media", "panelTimeline.css"],
  ["media", "panelData.css"],
  ["media", "panelRequests.css"],
];

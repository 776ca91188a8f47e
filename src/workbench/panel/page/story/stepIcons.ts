import type { IconName } from "#ui/icons.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

/** The icon of each kind of step, in the story and in a comparison. Texts have one for each kind of text. */
export const stepIcons: Readonly<Record<Exclude<StepView["kind"], "text">, IconName>> = {
  started: "play",
  tool: "tools",
  model: "comment-discussion",
  hook: "edit",
  blocked: "shield",
  request: "bell",
  notice: "info",
  answer: "verified-filled",
  paused: "debug-pause",
  resumed: "debug-continue",
  completed: "pass",
  canceled: "circle-slash",
  failed: "error",
  workflow: "checklist",
  other: "symbol-misc",
};

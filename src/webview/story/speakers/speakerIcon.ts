import type { SpeakerView } from "../../../protocol/storyViews.ts";
import type { IconName } from "../../ui/icons.ts";

/** What a speaker is, where its name alone doesn't tell. */
export function speakerKind({ group }: SpeakerView): string | undefined {
  if (group === "llms") return "LLM node";
  if (group === "tools") return "tool node";
  return group === "workflow" || group === "node" ? group : undefined;
}

/** The icon of a speaker's kind, as the app names it. */
export function speakerIcon({ group }: SpeakerView): IconName {
  if (group === "agents") return "robot";
  if (group === "llms") return "comment";
  if (group === "workflow") return "arrow-circle-right";
  return group === "tools" ? "tools" : "server-process";
}

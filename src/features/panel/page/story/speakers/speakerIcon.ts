import type { IconName } from "../../../../../ui/icons.ts";
import type { SpeakerView } from "../../storyViews.ts";

export function speakerKind({ group }: SpeakerView): string | undefined {
  if (group === "llms") return "LLM node";
  if (group === "tools") return "tool node";
  if (group === "operators") return "operator";
  if (group === "utils") return "node";
  return group === "workflow" || group === "node" ? group : undefined;
}

export function speakerIcon({ group }: SpeakerView): IconName {
  if (group === "agents") return "robot";
  if (group === "llms") return "comment";
  if (group === "workflow") return "arrow-circle-right";
  return group === "tools" ? "tools" : "server-process";
}

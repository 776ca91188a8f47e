import type { SpeakerView } from "../../protocol/viewModels.ts";
import type { IconName } from "../ui/icons.ts";

/** The icon of a speaker's kind, as the app names it. */
export function speakerIcon({ group }: SpeakerView): IconName {
  if (group === "agents") return "robot";
  if (group === "llms") return "comment";
  return group === "tools" ? "tools" : "circle-large-outline";
}

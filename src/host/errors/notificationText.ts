import { oneLine } from "#base/text/oneLine.ts";

/** A text that is safe in a notification, where VS Code turns `[text](command:…)` into a link that runs the command. */
export function notificationText(text: string): string {
  return oneLine(text).replaceAll("](", "] (");
}

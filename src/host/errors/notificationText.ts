import { oneLine } from "../../base/text/oneLine.ts";

/**
 * A text of others, such as an app's error or a file's name, in a form that is safe in a notification. VS Code turns
 * `[text](command:…)` into a link that runs the command. Here it stays text.
 */
export function notificationText(text: string): string {
  return oneLine(text).replaceAll("](", "] (");
}

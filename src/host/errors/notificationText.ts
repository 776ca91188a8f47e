import { oneLine } from "../../base/text/oneLine.ts";

/**
 * A text of others, such as an app's error or a file's name, as a notification may show it. VS Code makes links of
 * `[text](command:…)` in notifications, and runs the command when they are clicked: here they stay text.
 */
export function notificationText(text: string): string {
  return oneLine(text).replaceAll("](", "] (");
}

/** What the SDK puts before a mocked text or failure, unless the author of the app has changed or removed it. */
const prefix = "[MOCKED]";
/** A failure has the prefix in the message of its exception, as Python writes it. */
const inFailure = /['"]message['"]: ?['"]\[MOCKED\]/;
/** In characters: the beginning of a failure that is searched. */
const maxSearchedLength = 2_000;
const textFields = ["content", "message", "error", "error_message"];

/** Whether a result or a failure comes from a mock. Only a mark proves it, and a missing mark proves nothing. */
export function saysMocked(...values: readonly unknown[]): boolean {
  return values.some((value) => {
    if (typeof value === "string") return saysText(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const fields = value as Record<string, unknown>;
    if (fields["is_mocked"] === true) return true;
    return textFields.some((name) => typeof fields[name] === "string" && saysText(fields[name]));
  });
}

function saysText(text: string): boolean {
  return text.startsWith(prefix) || inFailure.test(text.slice(0, maxSearchedLength));
}

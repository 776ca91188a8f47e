/** The result of {@link checkAccessKey}: the key in the form to send, or a sentence that says why it can't be a key. */
export type AccessKeyCheck = { ok: true; key: string } | { ok: false; reason: string };

const personalTokenPrefixes = ["dyn_pat_", "uak_"];

/** Checks a typed or pasted access key without asking the app. The reason never repeats the key. */
export function checkAccessKey(text: string): AccessKeyCheck {
  const key = text.trim();
  if (key === "") return { ok: false, reason: "The access key is empty." };
  if (isPersonalToken(key)) {
    return {
      ok: false,
      reason:
        "Apps reject personal access tokens, which are for the management API. " +
        "Use an access key of the app's project or organization (dynamiq_acc_…).",
    };
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return { ok: false, reason: "The access key contains a space or another invalid character." };
  }
  return { ok: true, key };
}

/** A token for the management API, which apps refuse. */
export function isPersonalToken(key: string): boolean {
  return personalTokenPrefixes.some((prefix) => key.startsWith(prefix));
}

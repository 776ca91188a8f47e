/** The result of {@link checkAccessKey}: the key in the form to send, or a sentence that says why it can't be a key. */
export type AccessKeyCheck = { ok: true; key: string } | { ok: false; reason: string };

const personalToken = /(?<![a-z0-9])(?:dyn_pat_|uak_)/i;
const tokenAtStart = /^(?:dyn_pat_|uak_)/;
const keyPrefix = /(?<![a-z0-9])(?:dynamiq_acc_|dyn_pat_|uak_)/i;
const keyLike = new RegExp(`${keyPrefix.source}[\\w-]{8}`, "i");
/** A web token, and the header or command that sends a key. */
const sentKey = /^eyJ[\w-]{8}|\b(?:authorization\s*:|bearer\s+\S)/i;

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
  return tokenAtStart.test(key);
}

/** What a text that looks like a key is called, in a sentence. */
export function wordForKey(text: string): "a personal access token" | "an access key" {
  return personalToken.test(text) ? "a personal access token" : "an access key";
}

/** Whether a text seems to contain a key. It belongs to a connection, and never into a request, a name or a search. */
export function looksLikeKey(text: string): boolean {
  return keyLike.test(text);
}

/** Whether an address is a key: name servers must not get it. No app's host looks like that. */
export function isKeyForAddress(text: string): boolean {
  const typed = text.trim();
  if (keyPrefix.test(typed) || sentKey.test(typed)) return true;
  if (!/^[\w+=~-]{20,}$/.test(typed)) return false;
  const hasBoth = (part: string): boolean => /\d/.test(part) && /[a-z]/i.test(part);
  return (
    /[_+=~]/.test(typed) || (/[A-Z]/.test(typed) && hasBoth(typed)) || (/[a-z\d]{20}/i.test(typed) && hasBoth(typed))
  );
}

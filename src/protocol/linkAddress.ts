const schemes = ["https:", "http:", "mailto:"];
/** Longer addresses are none that a person can judge. In characters. */
const longest = 8_000;

/** An address that may be opened outside, when a person asks for it: one of the web, or of mail. */
export function isLinkAddress(address: string): boolean {
  if (address.length > longest || !/^[a-z]+:/i.test(address)) return false;
  try {
    return schemes.includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

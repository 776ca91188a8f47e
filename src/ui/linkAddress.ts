const linkSchemes = ["https:", "http:", "mailto:"];
/** In characters. Nobody can judge a longer address. */
const maxAddressLength = 8_000;

/** Whether an address may be opened outside when a person asks for it: a web or mail address. */
export function isLinkAddress(address: string): boolean {
  if (address.length > maxAddressLength || !/^[a-z]+:/i.test(address)) return false;
  return linkSchemes.includes(URL.parse(address)?.protocol ?? "");
}

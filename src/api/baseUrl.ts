import { isKeyForAddress, wordForKey } from "#model/accessKey.ts";

/** The text isn't the address of an app. The message is a sentence for a person. */
export class BaseUrlError extends Error {
  override readonly name = "BaseUrlError";
}

/**
 * Reads the address of an app: a host or a URL. Without a protocol loopback means http, others https; http is for
 * loopback alone, so that a key never travels in the clear. @returns the origin @throws BaseUrlError
 */
export function parseBaseUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new BaseUrlError("Enter the app's host name or URL.");
  if (isKeyForAddress(trimmed)) throw new BaseUrlError(keyInAddress(trimmed));
  const url = readUrl(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new BaseUrlError(`An app's address starts with https://, not with ${url.protocol}//.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new BaseUrlError("The address must not contain a user name or password.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new BaseUrlError("http:// works only for this machine (localhost). Use https://.");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new BaseUrlError("The address must not contain a query (?…) or a fragment (#…).");
  }
  if (!isAppPath(url.pathname)) {
    throw new BaseUrlError("The address must not contain a path: each app has its own host name.");
  }
  return url.origin;
}

/** Why a key can't be an address. The key isn't repeated. */
export function keyInAddress(text: string): string {
  return `This is ${wordForKey(text)}. Enter the host first.`;
}

/** The address to use instead of a URL that was pasted with a path or a query; `undefined` for every other text. */
export function offeredOrigin(text: string): string | undefined {
  try {
    if (isKeyForAddress(text)) return undefined;
    const { protocol, username, password, host, pathname, search, hash } = readUrl(text.trim());
    if (username !== "" || password !== "") return undefined;
    const hasMore = search !== "" || hash !== "" || !isAppPath(pathname);
    return hasMore ? parseBaseUrl(`${protocol}//${host}`) : undefined;
  } catch {
    return undefined;
  }
}

function isAppPath(pathname: string): boolean {
  return /^\/?(v1\/?)?$/.test(pathname);
}

/** Whether a URL's host name is this machine: localhost, 127.0.0.0/8 or [::1]. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function readUrl(text: string): URL {
  const notAnAddress = new BaseUrlError(
    "This isn't a host name or URL. Enter one such as my-app.apps.us-east-1.getdynamiq.ai.",
  );
  // The URL parser drops line breaks and reads a backslash as a slash, so the result would differ from what a person
  // sees.
  if (/[\s\\]/.test(text)) throw notAnAddress;
  const hasProtocol = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
  const url = URL.parse(hasProtocol ? text : `https://${text}`);
  if (!url?.hostname) throw notAnAddress;
  if (!hasProtocol && isLoopback(url.hostname)) return new URL(`http://${text}`);
  return url;
}

/** A name for an app: the first part of its host's name. The digits of an IP address would name nothing. */
export function nameOfAddress(origin: string): string {
  const { hostname } = new URL(origin);
  if (isLoopback(hostname)) return "Local App";
  return /^\[|^[\d.]+$/.test(hostname) ? hostname : hostname.split(".")[0] || "App";
}

import { ApiError } from "./errors.ts";

/**
 * Checks the address of the page on which a user links accounts. It holds a token, so no error repeats it.
 *
 * @param origin the app's own, which on loopback is not https
 * @throws ApiError `protocol` for an address that a browser must not open
 */
export function connectUrl({ url }: { url: string }, origin: string): string {
  const parsed = URL.parse(url);
  const isSafe = parsed?.protocol === "https:" || parsed?.origin === origin;
  if (isSafe && parsed?.username === "" && parsed.password === "") return url;
  const why = "is not a plain https address, so it isn't opened";
  throw new ApiError({ kind: "protocol", message: `The address of the Connect Page that the app sent ${why}.` });
}

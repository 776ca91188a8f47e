import { ApiError } from "./errors.ts";

/**
 * The address of the page on which a user links accounts, as an app gave it. It holds a token, so no error repeats it.
 *
 * @param origin the app's own, which on loopback is not https
 * @throws ApiError `protocol` for an address that a browser must not be sent to
 */
export function connectUrl({ url }: { url: string }, origin: string): string {
  const parsed = URL.parse(url);
  const isSafe = parsed?.protocol === "https:" || parsed?.origin === origin;
  if (isSafe && parsed?.username === "" && parsed.password === "") return url;
  const why = "is not a plain https address, so it isn't opened";
  throw new ApiError({ kind: "protocol", message: `The address of the Connect Page that the app sent ${why}.` });
}

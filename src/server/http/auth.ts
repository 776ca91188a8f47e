import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { ApiFailure } from "./apiFailure.ts";

const accessKeyPrefix = "dynamiq_acc_";
const personalTokenPrefixes = ["dyn_pat_", "uak_"];

/** A new access key: the service's prefix and 64 random characters. */
export function createAccessKey(): string {
  return accessKeyPrefix + randomBytes(32).toString("hex");
}

/**
 * Checks an Authorization header against the app's key.
 * @param key the empty string for a public app, which needs no header
 * @throws ApiFailure 401 without the key or with another one, 403 for a personal access token
 */
export function authorize(header: string | undefined, key: string): void {
  const token = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1] ?? "";
  if (personalTokenPrefixes.some((prefix) => token.startsWith(prefix))) throw new ApiFailure(403, "forbidden");
  if (key !== "" && !isSame(token, key)) {
    throw new ApiFailure(401, "unauthorized", undefined, { "www-authenticate": "Bearer" });
  }
}

/** Compares in a time that says nothing about the key. */
function isSame(token: string, key: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(token), digest(key));
}

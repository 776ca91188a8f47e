import { checkAccessKey, isPersonalToken } from "../accessKey.ts";
import { Obstacle } from "./diagnosis.ts";

/** Checks the key without sending it. */
export async function checkKey(
  readKey: () => Promise<string | undefined>,
  origin: string,
): Promise<{ value: string | undefined; said: string; state?: "doubtful" }> {
  let key: string | undefined;
  try {
    key = await readKey();
  } catch (error) {
    throw new Obstacle("key-unreadable", error instanceof Error ? error.message : String(error));
  }
  if (key === undefined) return { value: undefined, said: "none: the connection is for a public app" };
  if (isPersonalToken(key))
    throw new Obstacle("personal-token", "a personal access token, which apps reject; it wasn't sent");
  const check = checkAccessKey(key);
  if (!check.ok) throw new Obstacle("key-unreadable", check.reason);
  if (!key.startsWith("dynamiq_acc_")) {
    return { value: key, said: `saved for ${origin}, but it doesn't begin with dynamiq_acc_`, state: "doubtful" };
  }
  return { value: key, said: `saved for ${origin}, with the prefix of access keys` };
}

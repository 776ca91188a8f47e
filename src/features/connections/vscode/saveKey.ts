import { KeyringError } from "../../../connections/keyErrors.ts";
import type { KeyPlace } from "../../../connections/keyVault.ts";
import { confirm } from "../../../host/confirm.ts";
import { notificationText } from "../../../host/errors/notificationText.ts";

/**
 * Saves an access key. If the keyring doesn't accept it, the person is asked whether to use it for this session only.
 * @returns the result of `save`, `undefined` when the person canceled
 */
export async function saveKey<T>(save: (place: KeyPlace) => Promise<T>): Promise<T | undefined> {
  try {
    return await save("keyring");
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    const detail = `${notificationText(error.message)} You can keep the key in this window's memory instead. It is lost when you close or reload the window.`;
    const question = "The access key can't be saved on this machine.";
    return (await confirm({ question, detail, act: "Use for This Session Only" })) ? await save("session") : undefined;
  }
}

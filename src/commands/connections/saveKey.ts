import { KeyringError } from "../../connections/keyringError.ts";
import type { KeyPlace } from "../../connections/keyVault.ts";
import { confirm } from "../../host/confirm.ts";
import { notificationText } from "../../host/errors/notificationText.ts";

/**
 * Saves an access key; where the keyring does not take it, the person is asked whether to use it for this session only.
 * @returns what `save` gave, `undefined` when the person rather left
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

/** Removes a secret from a text of others: a server may repeat what we sent. */
export type Redact = (text: string) => string;

export function redactor(secret: string | undefined): Redact {
  return secret ? (text) => text.replaceAll(secret, "•••") : (text) => text;
}

/** Takes a secret out of a text that others wrote: a server may repeat what it was sent. */
export type Redact = (text: string) => string;

export function redactor(secret: string | undefined): Redact {
  return secret ? (text) => text.replaceAll(secret, "•••") : (text) => text;
}

const keyLike = /(?<![a-z0-9])(?:dynamiq_acc_|dyn_pat_|uak_)[\w-]{8}/i;

/**
 * Whether a text seems to contain an access key or a personal token. A key belongs to a connection, and never into a
 * request.
 */
export function looksLikeKey(text: string): boolean {
  return keyLike.test(text);
}

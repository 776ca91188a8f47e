const keyLike = /(?<![a-z0-9])(?:dynamiq_acc_|dyn_pat_|uak_)[\w-]{8}/i;

/**
 * Whether an access key or a personal token seems to stand in a text: it belongs to a connection, and into no request.
 */
export function looksLikeKey(text: string): boolean {
  return keyLike.test(text);
}

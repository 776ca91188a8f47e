/** Certain runs, by their ids, in the order in which they became known; may grow. */
export interface RunSet {
  readonly id: string;
  readonly ids: Set<string>;
}

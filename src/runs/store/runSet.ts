/** A set of runs by their ids, in the order in which they became known. It may grow. */
export interface RunSet {
  readonly id: string;
  readonly ids: Set<string>;
}

/** What is bad, the text, the place that is marked with its length, the problem, the field. */
export type BadRow = [
  what: string,
  text: string,
  line: number,
  column: number,
  length: number,
  problem: string,
  field?: string,
];

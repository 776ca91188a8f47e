/** What can be done with the runs of a connection besides reading them. Each is a word of a context key, too. */
export const abilities = [
  /** Runs are started: from a file, again, as a batch, as a golden test. */
  "start",
  "cancel",
  /** Runs wait for answers of a person. */
  "answer",
  "upload",
  /** Runs of a session are the turns of a conversation. */
  "converse",
  /** Somebody else who has the connection can open a link to a run. */
  "link",
  /** There is an address to which other programs can send requests, and which can be diagnosed. */
  "reach",
  /** A person chooses the address, the key, and whether it is production. */
  "edit",
] as const;

export type Ability = (typeof abilities)[number];

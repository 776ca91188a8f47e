/** How likely a text is the run's title, by a word in its field's name, the best first. */
const scores: readonly (readonly [number, string])[] = [
  [100, "subject title headline"],
  [95, "question query prompt message request instruction instructions task ask problem issue goal objective topic"],
  [80, "summary text utterance content description input comment complaint note feedback sentence"],
  [70, "body details transcript msg messages conversation chat"],
  [45, "name label keyword keywords term"],
  [10, "history context background documents notes"],
  [
    -60,
    `id ids uuid guid key token secret hash checksum digest signature url uri link href path file filename email mail phone ip
     date time timestamp at tz timezone lang language locale currency country code type kind status state mode
     format model version channel source role template schema encoding mime env environment`,
  ],
];
const scoreOf = new Map(scores.flatMap(([score, words]) => words.split(/\s+/).map((word) => [word, score] as const)));

/** Words in a field's name that say that its text isn't the run's title, whatever other words it has. */
const asides = new Set(["system", "default", "previous", "last", "old", "example", "sample", "internal", "developer"]);
/** An unknown name gets few points, and a part of a name fewer than a whole one. */
const unknownName = 20;
const ofPart = 0.8;

/**
 * How likely a text is the run's title, by its field's name: `ticket_subject` more than `body`, and `messageId` least.
 * The last word counts, since it names the thing.
 */
export function nameScore(name: string): number {
  const words = wordsOf(name);
  const aside = words.some((word) => asides.has(word)) ? 80 : 0;
  const head = scoreOf.get(words.at(-1) ?? "");
  if (head !== undefined) return head - aside;
  const parts = words.flatMap((word) => scoreOf.get(word) ?? []).filter((score) => score > 0);
  return Math.max(unknownName, ...parts.map((score) => score * ofPart)) - aside;
}

/** The words of a name: the same for `ticketSubject`, `ticket_subject` and `Ticket subject`. */
function wordsOf(name: string): string[] {
  const spaced = name.slice(0, 80).replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, " ");
  return spaced
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
}

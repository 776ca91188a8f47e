import type { StoryKeys } from "../keys/storyKeys.ts";

/** Equal steps are worth more than any two pairs of steps that are alike: a change is never read into equal ones. */
const equal = 1_100;
const equalMarkers = 300;
const sameArguments = 400;
const sameBody = 300;
const sameForm = 100;
const anotherSpeaker = { all: 350, part: 250, alike: 100 };
/** For each of the eight bytes of a sketch that are alike. */
const forEachAlike = 18;
/** As many bytes must be alike for partners with different speakers that share neither arguments nor result. */
const leastAlike = 5;

/** How well two steps fit as partners: 0 for steps that are none. */
export class Scores {
  readonly a: StoryKeys;
  readonly b: StoryKeys;

  constructor(a: StoryKeys, b: StoryKeys) {
    this.a = a;
    this.b = b;
  }

  of(i: number, j: number): number {
    const { a, b } = this;
    if (a.form[i] !== b.form[j]) return 0;
    if (a.full[i] === b.full[j]) return a.has(i, "marker") ? equalMarkers : equal;
    // What a step that goes on will say is unknown: the next one that fits is its partner.
    const alike = a.has(i, "open") || b.has(j, "open") ? 0 : a.similarity(i, b, j);
    const argsAreSame = a.has(i, "args") && a.args[i] === b.args[j];
    const bodyIsSame = a.has(i, "body") && a.body[i] === b.body[j];
    if (a.speaker[i] === b.speaker[j]) {
      const base = argsAreSame ? sameArguments : bodyIsSame ? sameBody : sameForm;
      return base + alike * forEachAlike;
    }
    if (a.args[i] === b.args[j] && a.body[i] === b.body[j]) return anotherSpeaker.all;
    if (argsAreSame || bodyIsSame) return anotherSpeaker.part;
    return alike >= leastAlike ? anotherSpeaker.alike : 0;
  }
}

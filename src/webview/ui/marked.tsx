import { type ComponentChild, Fragment } from "preact";

/**
 * A text in which what was searched for is marked. Not a component: a list that is drawn anew in each frame has many of
 * them.
 * @param finder with one group around all of it
 */
export function marked(text: string, finder: RegExp | undefined): ComponentChild {
  if (!finder?.test(text)) return text;
  return text
    .split(finder)
    .map((part, index) => <Fragment key={index}>{index % 2 === 1 ? <mark>{part}</mark> : part}</Fragment>);
}

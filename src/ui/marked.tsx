import { type ComponentChild, Fragment } from "preact";

/**
 * A text with marked matches. Not a component, because a list that is drawn in each frame has many of them.
 * @param finder with one group around the whole pattern
 */
export function marked(text: string, finder: RegExp | undefined): ComponentChild {
  if (!finder?.test(text)) return text;
  return text
    .split(finder)
    .map((part, index) => <Fragment key={index}>{index % 2 === 1 ? <mark>{part}</mark> : part}</Fragment>);
}

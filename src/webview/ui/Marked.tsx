import { Fragment } from "preact";

/** A text in which what was searched for is marked. @param finder with one group around all of it */
export function Marked(props: { text: string; finder: RegExp | undefined }) {
  if (!props.finder || !props.finder.test(props.text)) return <>{props.text}</>;
  return (
    <>
      {props.text.split(props.finder).map((part, index) => (
        <Fragment key={index}>{index % 2 === 1 ? <mark>{part}</mark> : part}</Fragment>
      ))}
    </>
  );
}

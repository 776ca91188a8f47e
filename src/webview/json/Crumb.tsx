import { Fragment } from "preact";
import { type JsonPath, jsonPath } from "../../base/json/jsonPath.ts";
import { Icon } from "../ui/Icon.tsx";

/** Longer paths leave out steps in the middle. */
const first = 2;
const last = 4;

/** The path to the selected value. */
export function Crumb({ side, path }: { side: string; path: JsonPath }) {
  const way = [side, ...path];
  const left = way.length - first - last;
  const steps = left > 1 ? [...way.slice(0, first), "…", ...way.slice(-last)] : way;
  const whole = jsonPath(path);
  return (
    <span class="crumb grow" role="group" aria-label={`Path: ${whole}`} title={whole}>
      {steps.map((key, index) => (
        <Fragment key={index}>
          {index > 0 && <Icon name="chevron-right" />}
          {index === steps.length - 1 ? <b>{key}</b> : <span>{key}</span>}
        </Fragment>
      ))}
    </span>
  );
}

import { Icon } from "./Icon.tsx";

/** Beside the name of a connection that is marked as production. */
export function ProductionMark() {
  return (
    <span class="prod" title="This connection is marked as production">
      <Icon name="warning" />
      production
    </span>
  );
}

import { Icon } from "./Icon.tsx";

export function ProductionMark() {
  return (
    <span class="prod" title="This connection is marked as production">
      <Icon name="warning" />
      production
    </span>
  );
}

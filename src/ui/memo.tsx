import { Component, type ComponentChild, type FunctionComponent } from "preact";

/** A component that is drawn again only if one of its properties changed, which keeps a long story fast. */
export function memo<P extends object>(Draw: FunctionComponent<P>) {
  return class Pure extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = this.props as Readonly<Record<string, unknown>>;
      const after = next as Readonly<Record<string, unknown>>;
      const names = Object.keys(after);
      return names.length !== Object.keys(before).length || names.some((name) => before[name] !== after[name]);
    }

    override render(): ComponentChild {
      return Draw(this.props);
    }
  };
}

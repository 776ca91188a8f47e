export interface Poster<Sent> {
  readonly post: (message: Sent) => void;
}

/** The extension, as a text of a run sees it. */
export interface TextHost extends Poster<{ type: "copy"; text: string }> {
  openLink(address: string): void;
}

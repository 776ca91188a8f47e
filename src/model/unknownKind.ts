/** Events of one kind that the story shows raw, because this version doesn't know them. */
export interface UnknownKind {
  /** The type of the event, or the step of the SDK's message. */
  readonly kind: string;
  readonly count: number;
  /** The shape of the first one, without values. */
  readonly shape: string;
}

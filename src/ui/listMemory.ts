/** What a list keeps while another tab is shown. Changing it draws nothing. */
export interface ListMemory {
  /** The reader's position, in pixels from the top. */
  top: number;
  /** Whether the reader is at the end, and stays there as the list grows. */
  atEnd: boolean;
  /** The number of items when the end was last in sight. Earlier ones don't count as new. */
  seen: number;
  /** The sequence of the step that is kept in view until the reader moves. */
  target?: number;
  /**
   * Where the target is kept: so many pixels below the upper edge, or as a result, with as much before it as fits. In
   * the middle by default.
   */
  land?: number | "result";
  /** How the list stood when the target was last scrolled to, in pixels. */
  settled?: { top: number; height: number; view: number };
  /** Whether the view has chosen where it opens. */
  opened: boolean;
}

export interface FoldMemory {
  open: Map<string, boolean>;
}

export interface OpenNotification {
  /** Whether it may have come to another place since it was shown. */
  hasMoved: boolean;
}

/** The notifications that are open. When one of them closes, others may come under the pointer that has closed it. */
export class OpenNotifications {
  readonly #open = new Set<OpenNotification>();

  open(): OpenNotification {
    const notification = { hasMoved: false };
    this.#open.add(notification);
    return notification;
  }

  close(notification: OpenNotification): void {
    this.#open.delete(notification);
    for (const other of this.#open) other.hasMoved = true;
  }
}

/** The status, the type of an event and of an input request that have none. */
export const unreadableWord = "unreadable";

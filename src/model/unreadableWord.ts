/** Stands for the missing status of a run, or type of an event or an input request. */
export const unreadableWord = "unreadable";

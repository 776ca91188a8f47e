/** Whether a process goes on that isn't this one: it is another window's or another command's. */
export function isOtherProcess(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Of a process that is another person's, it is only known that it is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * VS Code's global state, where earlier versions stored what is in files today: its `Memento` fits. It is only read.
 */
export interface LegacyState {
  get(key: string): unknown;
}

import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Whether `Tab` stops at the controls inside. A list is one stop: only its current item lets `Tab` in. */
export const TabStops = createContext(true);

/** The `tabIndex` of a control that may be in an item of a list. */
export function useTabIndex(): 0 | -1 {
  return useContext(TabStops) ? 0 : -1;
}

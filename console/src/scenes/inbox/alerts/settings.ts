import { useSyncExternalStore } from 'react';

/** How somebody wants to be called; kept in this browser. */
export interface AlertChoice {
  sound: boolean;
  notices: boolean;
  /** What the client wrote stands in the notice. Not unless chosen: screens are seen by others. */
  words: boolean;
}

const KEPT_AS = 'firstline.alerts';
const QUIET: AlertChoice = { sound: false, notices: false, words: false };

let choice = kept();
const listeners = new Set<() => void>();

export const alertChoice = (): AlertChoice => choice;

export function chooseAlerts(next: AlertChoice): void {
  choice = next;
  localStorage.setItem(KEPT_AS, JSON.stringify(next));
  for (const listener of listeners) listener();
}

export function useAlertChoice(): AlertChoice {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, alertChoice);
}

function kept(): AlertChoice {
  try {
    return { ...QUIET, ...(JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}') as Partial<AlertChoice>) };
  } catch {
    return QUIET;
  }
}

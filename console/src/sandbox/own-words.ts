import { useSyncExternalStore } from 'react';
import { now } from '../twin/business-clock.ts';

/** What was said in a customer's name from this page; the twin's ends only list what came back. */
export interface OwnWords {
  at: number;
  text: string;
  photo?: boolean;
}

const KEPT_AS = 'firstline.sandbox';
const MOST = 200;

let said: Record<string, OwnWords[]> = kept();
const listeners = new Set<() => void>();

export function remember(customer: string, words: Omit<OwnWords, 'at'>): void {
  const all = [...(said[customer] ?? []), { ...words, at: now() }].slice(-MOST);
  said = { ...said, [customer]: all };
  sessionStorage.setItem(KEPT_AS, JSON.stringify(said));
  for (const listener of listeners) listener();
}

const NOTHING: OwnWords[] = [];

export function useOwnWords(customer: string): OwnWords[] {
  return useSyncExternalStore(subscribe, () => said[customer] ?? NOTHING);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function kept(): Record<string, OwnWords[]> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '{}') as Record<string, OwnWords[]>;
  } catch {
    return {};
  }
}

import { useEffect, useSyncExternalStore } from 'react';
import { onFrame, typing as tellTyping, viewing } from './live.ts';

/** Who is at the desk and what they look at and type; of the operators' own frames, so it is never asked for. */
interface Seen {
  at: number;
  operators: readonly string[];
  viewers: ReadonlyMap<string, readonly string[]>;
}

const TYPING_MS = 6000;
const TELL_EVERY_MS = 3000;
const NOBODY: readonly string[] = [];

let seen: Seen = { at: 0, operators: NOBODY, viewers: new Map() };
let typists: ReadonlyMap<string, readonly string[]> = new Map();
const listeners = new Set<() => void>();
let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  onFrame((frame) => {
    if (frame.type === 'presence' && frame.at >= seen.at) {
      const pairs = frame.data.operators.flatMap(({ id, viewing: views }) =>
        views.map((view) => [view, id] as const),
      );
      const grouped = Map.groupBy(pairs, ([view]) => view);
      seen = {
        at: frame.at,
        operators: frame.data.operators.map(({ id }) => id),
        viewers: new Map([...grouped].map(([view, all]) => [view, all.map(([, id]) => id)])),
      };
      tell();
    }
    if (frame.type === 'typing' && frame.conversation_id)
      noteTyping(frame.conversation_id, frame.data.operator);
  });
}

function noteTyping(conversation: string, operator: string): void {
  const others = typists.get(conversation) ?? NOBODY;
  if (!others.includes(operator)) typists = new Map(typists).set(conversation, [...others, operator]);
  const key = `${conversation}/${operator}`;
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => forgetTyping(conversation, operator), TYPING_MS),
  );
  tell();
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

function forgetTyping(conversation: string, operator: string): void {
  const left = (typists.get(conversation) ?? NOBODY).filter((one) => one !== operator);
  typists = new Map(typists).set(conversation, left);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listen();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Operators who are at the desk, in this moment. */
export function usePresent(): readonly string[] {
  return useSyncExternalStore(subscribe, () => seen.operators);
}

/** Operators who look at a conversation. */
export function useViewers(conversation: string): readonly string[] {
  return useSyncExternalStore(subscribe, () => seen.viewers.get(conversation) ?? NOBODY);
}

/** Operators who write in it just now. */
export function useTypists(conversation: string): readonly string[] {
  return useSyncExternalStore(subscribe, () => typists.get(conversation) ?? NOBODY);
}

/** Tells the others that one looks at a conversation, for as long as it is shown. */
export function useViewing(conversation: string): void {
  useEffect(() => {
    viewing(conversation);
    return () => viewing(null);
  }, [conversation]);
}

let toldAt = 0;

/** Tells the others that one writes, every few seconds at most. */
export function typeIn(conversation: string): void {
  if (Date.now() - toldAt < TELL_EVERY_MS) return;
  toldAt = Date.now();
  tellTyping(conversation);
}

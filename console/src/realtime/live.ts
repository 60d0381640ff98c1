import type { Frame } from '../../../shared/contracts/screen-frames.ts';
import type { TicketBody } from '../../../shared/contracts/sign-in-responses.ts';
import { change } from '../api/client.ts';
import { connect, type Line } from './line.ts';

/** `live`: frames come. `connecting`: for the first time. `away`: the line is down, and tried again at `retryAt`. */
export type LiveState =
  | { is: 'off' }
  | { is: 'connecting' }
  | { is: 'live' }
  | { is: 'away'; retryAt: number };

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

let state: LiveState = { is: 'off' };
let line: Line | undefined;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let viewed: string | null = null;
const stateListeners = new Set<() => void>();
const frameListeners = new Set<(frame: Frame) => void>();
const openListeners = new Set<() => void>();

export const liveState = (): LiveState => state;
export const onLiveState = (listener: () => void): (() => void) => listen(stateListeners, listener);
export const onFrame = (listener: (frame: Frame) => void): (() => void) => listen(frameListeners, listener);
/** The line is open, for the first time or again: what is shown has to be read. */
export const onOpen = (listener: () => void): (() => void) => listen(openListeners, listener);

/** From signing in to signing out. */
export function goLive(): () => void {
  const again = () => state.is === 'away' && void open();
  window.addEventListener('online', again);
  void open();
  return () => {
    window.removeEventListener('online', again);
    clearTimeout(retry);
    line?.close();
    line = undefined;
    tell({ is: 'off' });
  };
}

export function retryNow(): void {
  if (state.is === 'away') void open();
}

/** Which conversation is on the screen; told again whenever the line opens. */
export function viewing(conversation: string | null): void {
  viewed = conversation;
  line?.send({ type: 'viewing', conversation_id: conversation });
}

export function typing(conversation: string): void {
  line?.send({ type: 'typing', conversation_id: conversation });
}

async function open(): Promise<void> {
  clearTimeout(retry);
  if (state.is === 'off') tell({ is: 'connecting' });
  try {
    const { url } = await change<TicketBody>('POST', '/api/auth/ws-ticket');
    if (state.is === 'off') return;
    line = connect(url, { opened, frame: (frame) => emit(frameListeners, frame), closed: later });
  } catch {
    later();
  }
}

function opened(): void {
  failures = 0;
  tell({ is: 'live' });
  if (viewed !== null) viewing(viewed);
  emit(openListeners, undefined);
}

function later(): void {
  if (state.is === 'off') return;
  line = undefined;
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures) * (0.5 + Math.random());
  failures += 1;
  clearTimeout(retry);
  retry = setTimeout(() => void open(), wait);
  tell({ is: 'away', retryAt: Date.now() + wait });
}

function tell(next: LiveState): void {
  state = next;
  emit(stateListeners, undefined);
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function emit<Value>(listeners: Set<(value: Value) => void>, value: Value): void {
  for (const listener of listeners) listener(value);
}

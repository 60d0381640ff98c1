import { useEffect, useState } from 'react';

/**
 * What time it is at the desk. On AWS that is this machine's time. The twin's clock can be put forward and may run faster:
 * there it is asked, by `/_local/clock`.
 */
interface BusinessTime {
  /** Added to this machine's time. */
  base: number;
  since: number;
  speed: number;
}

let time: BusinessTime = { base: 0, since: 0, speed: 1 };
let twin = false;
let asked: Promise<boolean> | undefined;

export function now(): number {
  return twin ? time.base + (Date.now() - time.since) * time.speed : Date.now();
}

/** Whether this desk is the twin on somebody's laptop; asked once. */
export function isTwin(): Promise<boolean> {
  asked ??= /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
    ? readClock()
    : Promise.resolve(false);
  return asked;
}

/** Asks the twin for its time, as after it was put forward. */
export async function readClock(): Promise<boolean> {
  const response = await fetch('/_local/clock').catch(() => undefined);
  if (!response?.ok) return false;
  const said = (await response.json()) as { now: string; speed: number };
  time = { base: Date.parse(said.now), since: Date.now(), speed: said.speed };
  twin = true;
  return true;
}

/** Something of the future was told: the clock was put forward. */
export function sawTime(at: number): void {
  if (twin && at > now() + 1500) void readClock();
}

/** The time, anew every `everyMs`. */
export function useNow(everyMs = 10_000): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}

export function useIsTwin(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => {
    void isTwin().then(setIs);
  }, []);
  return is;
}

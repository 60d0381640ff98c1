import { Anchor, Indicator, Tooltip } from '@mantine/core';
import { IconWifi, IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { retryNow } from '../realtime/live.ts';
import { useLiveState } from '../realtime/use-live.ts';
import classes from './frame.module.css';
import { useShellTexts } from './texts.ts';

/** A line that breaks for less than this is nobody's concern. */
const PATIENCE_MS = 2000;

export function ConnectionDot() {
  const t = useShellTexts();
  const { is } = useLiveState();
  const said = is === 'live' ? t('live') : is === 'away' ? t('awayShort') : t('connecting');
  const color = is === 'live' ? 'teal' : is === 'away' ? 'red' : 'yellow';
  return (
    <Tooltip label={said} position="right">
      <Indicator color={color} size={8} data-live={is}>
        {is === 'away' ? (
          <IconWifiOff size={18} role="img" aria-label={said} />
        ) : (
          <IconWifi size={18} role="img" aria-label={said} />
        )}
      </Indicator>
    </Tooltip>
  );
}

/** Says that the line is down, when it is tried again, and that what is shown may be old. */
export function ConnectionBar() {
  const t = useShellTexts();
  const state = useLiveState();
  const left = useSecondsUntil(state.is === 'away' ? state.retryAt : undefined);
  const patient = useHeldFor(state.is === 'away', PATIENCE_MS);
  if (state.is !== 'away' || !patient) return null;
  return (
    <div className={classes['away']} role="status">
      {t('away', { seconds: left })}
      <Anchor component="button" size="sm" onClick={retryNow}>
        {t('tryNow')}
      </Anchor>
    </div>
  );
}

function useSecondsUntil(at: number | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (at === undefined) return;
    const count = () => setLeft(Math.max(0, Math.ceil((at - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [at]);
  return left;
}

function useHeldFor(holds: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!holds) return setHeld(false);
    const timer = setTimeout(() => setHeld(true), ms);
    return () => clearTimeout(timer);
  }, [holds, ms]);
  return held;
}

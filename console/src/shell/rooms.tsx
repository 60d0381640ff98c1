import {
  IconAlertHexagon,
  IconChartBar,
  IconInbox,
  IconSearch,
  IconSend,
  IconSettings,
  IconTestPipe,
} from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { useHotkeys } from '../hotkeys/hotkeys-provider.tsx';
import { useMe } from '../session/use-session.ts';
import { useIsTwin } from '../twin/business-clock.ts';
import { Account } from './account.tsx';
import { ConnectionDot } from './connection.tsx';
import classes from './frame.module.css';
import { useShellTexts } from './texts.ts';

const ROOMS = [
  { name: 'inbox', icon: IconInbox, key: 'i' },
  { name: 'search', icon: IconSearch, key: 's' },
  { name: 'incidents', icon: IconAlertHexagon, key: 'o' },
  { name: 'deliveries', icon: IconSend, key: 'd' },
  { name: 'analytics', icon: IconChartBar, key: 'a' },
  { name: 'admin', icon: IconSettings, key: 'n', adminOnly: true },
  { name: 'sandbox', icon: IconTestPipe, key: 'x', twinOnly: true },
] as const;

/** The way from room to room, by mouse and by `g` and a letter. */
export function Rooms() {
  const t = useShellTexts();
  const [at, go] = useLocation();
  const { role } = useMe();
  const twin = useIsTwin();
  const open = ROOMS.filter(
    (room) => (!('adminOnly' in room) || role === 'admin') && (!('twinOnly' in room) || twin),
  );
  useHotkeys(
    open.map(({ name, key }) => ({
      keys: `g ${key}`,
      does: t(name),
      group: t('goto'),
      run: () => go(`/${name}`),
    })),
  );
  return (
    <nav className={classes['rail']} aria-label={t('rooms')}>
      <div className={classes['brand']}>
        <img src="/favicon.svg" width={34} height={34} alt="" />
      </div>
      {open.map(({ name, icon: Icon }) => (
        <Link
          key={name}
          href={`/${name}`}
          className={classes['link'] ?? ''}
          aria-current={at === `/${name}` || at.startsWith(`/${name}/`) ? 'page' : undefined}
        >
          <Icon size={22} stroke={1.6} aria-hidden />
          <span className={classes['label']}>{t(name)}</span>
        </Link>
      ))}
      <div className={classes['foot']}>
        <ConnectionDot />
        <Account />
      </div>
    </nav>
  );
}

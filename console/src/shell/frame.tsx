import type { ReactNode } from 'react';
import { IncidentBanner } from '../scenes/incidents/incident-banner.tsx';
import { ConnectionBar } from './connection.tsx';
import classes from './frame.module.css';
import { Rooms } from './rooms.tsx';

/** The rail with the rooms, and the room one is in. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className={classes['frame']}>
      <Rooms />
      <main className={classes['room']}>
        <ConnectionBar />
        <IncidentBanner />
        <div className={classes['content']}>{children}</div>
      </main>
    </div>
  );
}

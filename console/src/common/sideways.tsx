import type { ReactNode } from 'react';
import classes from './sideways.module.css';

/** What may be broader than the screen, such as a table: it scrolls by itself, by the keyboard too. */
export function Sideways({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes['sideways']} tabIndex={0}>
      {children}
    </div>
  );
}

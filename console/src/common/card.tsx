import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './card.module.css';

interface CardProps {
  title?: ReactNode;
  /** Beside the title: what can be begun here. */
  tools?: ReactNode;
  /** As broad as the row it stands in. */
  wide?: boolean;
  children: ReactNode;
}

/** A piece of a page, with a head of its own. */
export function Card({ title, tools, wide = false, children }: CardProps) {
  return (
    <section className={classes['card']} data-wide={wide || undefined}>
      {title !== undefined && (
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h5">
            {title}
          </Title>
          {tools}
        </Group>
      )}
      {children}
    </section>
  );
}

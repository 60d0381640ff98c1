import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './admin.module.css';

interface PageProps {
  title: string;
  /** What this page is for, in a sentence. */
  what?: string;
  /** What can be begun here. */
  tools?: ReactNode;
  children: ReactNode;
}

/** One room of the settings. */
export function Page({ title, what, tools, children }: PageProps) {
  return (
    <div className={classes['page']}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h3">
            {title}
          </Title>
          {what !== undefined && (
            <Text size="sm" c="var(--desk-quiet)" maw={680}>
              {what}
            </Text>
          )}
        </div>
        <Group gap="xs">{tools}</Group>
      </Group>
      {children}
    </div>
  );
}

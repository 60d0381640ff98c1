import { Center, Stack, Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Where a list is empty: what would stand here, and what to do about it. */
export function Nothing({ children, icon = <IconInbox size={36} stroke={1.2} aria-hidden /> }: NothingProps) {
  return (
    <Center p="xl" mih={160}>
      <Stack align="center" gap="xs" c="var(--desk-quiet)">
        {icon}
        <Text ta="center" size="sm" maw={420}>
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

interface NothingProps {
  children: ReactNode;
  icon?: ReactNode;
}

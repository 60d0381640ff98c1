import { Button, Group, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAdminTexts } from './texts.ts';

interface PublishBarProps {
  changed: boolean;
  busy: boolean;
  /** @param reason why, or null */
  publish(reason: string | null): void;
  children?: ReactNode;
}

/** Puts what was changed in force, with a word on why. */
export function PublishBar({ changed, busy, publish, children }: PublishBarProps) {
  const t = useAdminTexts();
  const [reason, setReason] = useState('');
  return (
    <Group align="end">
      <TextInput
        label={t('reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        flex={1}
        maw={420}
      />
      <Button disabled={!changed} loading={busy} onClick={() => publish(reason || null)}>
        {t('publish')}
      </Button>
      {children}
    </Group>
  );
}

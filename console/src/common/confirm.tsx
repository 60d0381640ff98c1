import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useCommonTexts } from './texts.ts';

interface ConfirmProps extends ButtonProps {
  children: ReactNode;
  /** What it will do, in a sentence. */
  what: string;
  confirmed(): void;
}

/** A button for what cannot be undone by the next click: it asks once. */
export function Confirm({ children, what, confirmed, ...props }: ConfirmProps) {
  const t = useCommonTexts();
  const [asked, ask] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" {...props} onClick={() => ask(true)}>
        {children}
      </Button>
      <Modal opened={asked} onClose={() => ask(false)} title={children}>
        <Stack>
          <Text size="sm">{what}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => ask(false)}>
              {t('cancel')}
            </Button>
            <Button
              data-autofocus
              onClick={() => {
                ask(false);
                confirmed();
              }}
            >
              {children}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

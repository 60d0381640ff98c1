import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import type { Binding } from './binding.ts';
import { useHotkeyTexts } from './texts.ts';

/** All keys that do something on this screen. */
export function HotkeySheet({ opened, close, bindings }: HotkeySheetProps) {
  const t = useHotkeyTexts();
  const groups = Map.groupBy(bindings, ({ group }) => group);
  return (
    <Modal opened={opened} onClose={close} title={t('title')} size="lg">
      <Stack>
        {[...groups].map(([group, ofGroup]) => (
          <section key={group}>
            <Title order={3} size="h6" mb={4}>
              {group}
            </Title>
            <Table verticalSpacing={4}>
              <Table.Tbody>
                {ofGroup.map(({ keys, does }) => (
                  <Table.Tr key={keys}>
                    <Table.Td>{does}</Table.Td>
                    <Table.Td w={180}>
                      <Keys keys={keys} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  );
}

interface HotkeySheetProps {
  opened: boolean;
  close(): void;
  bindings: readonly Binding[];
}

const NAMES: Record<string, string> = { shift: '⇧', alt: 'Alt', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' };

function Keys({ keys }: { keys: string }) {
  const t = useHotkeyTexts();
  const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  return (
    <Group gap={4}>
      {keys.split(' ').map((stroke, at) => (
        <Fragment key={stroke}>
          {at > 0 && (
            <Text size="xs" c="var(--desk-quiet)">
              {t('then')}
            </Text>
          )}
          {stroke.split('+').map((key) => (
            <Kbd key={key}>
              {key === 'mod' ? mod : (NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))}
            </Kbd>
          ))}
        </Fragment>
      ))}
    </Group>
  );
}

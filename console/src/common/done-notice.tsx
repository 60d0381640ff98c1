import { Button, Group } from '@mantine/core';
import type { Back } from './notices.ts';

/** What was done, with a way back. */
export function DoneNotice({ text, back, hide }: { text: string; back: Back; hide(): void }) {
  const undo = () => {
    hide();
    back.run();
  };
  return (
    <Group justify="space-between" wrap="nowrap">
      {text}
      <Button size="compact-sm" variant="subtle" onClick={undo}>
        {back.does}
      </Button>
    </Group>
  );
}

import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface AddingProps {
  /** What is added: on the button, and above its form. */
  title: string;
  size?: 'md' | 'lg';
  /** Called once what the form makes is there. */
  children(done: () => void): ReactNode;
}

/** A button that opens the form for something new. */
export function Adding({ title, size = 'md', children }: AddingProps) {
  const [opened, open] = useState(false);
  return (
    <>
      <Button size="xs" onClick={() => open(true)}>
        {title}
      </Button>
      <Modal opened={opened} onClose={() => open(false)} title={title} size={size}>
        {opened && children(() => open(false))}
      </Modal>
    </>
  );
}

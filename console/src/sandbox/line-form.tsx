import { ActionIcon, TextInput } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './sandbox.module.css';
import { useSandboxTexts } from './texts.ts';
import { useLineForm } from './use-line-form.ts';

interface LineFormProps {
  /** In whose name is written. */
  name: string;
  send(text: string): Promise<void>;
  children?: ReactNode;
}

/** Where a customer writes. */
export function LineForm({ name, send, children }: LineFormProps) {
  const t = useSandboxTexts();
  const { text, setText, submit } = useLineForm(send);
  return (
    <form className={classes['line']} onSubmit={submit}>
      {children}
      <TextInput
        className={classes['field'] ?? ''}
        aria-label={t('writeAs', { name })}
        placeholder={t('writeAs', { name })}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ActionIcon type="submit" size="lg" aria-label={t('send')} disabled={text.trim() === ''}>
        <IconSend2 size={20} />
      </ActionIcon>
    </form>
  );
}

import { type FormEvent, useState } from 'react';
import { useNotices } from '../common/notices.ts';

/** A line to write on, sent by Enter. */
export function useLineForm(send: (text: string) => Promise<void>) {
  const notices = useNotices();
  const [text, setText] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const words = text.trim();
    if (words === '') return;
    setText('');
    await send(words).catch((error: unknown) => {
      setText(words);
      notices.failed(error);
    });
  };
  return { text, setText, submit };
}

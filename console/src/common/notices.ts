import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { DoneNotice } from './done-notice.tsx';
import { useProblemTexts } from './problem-texts.ts';

/** A way back from what was done. */
export interface Back {
  does: string;
  run(): void;
}

const BRIEF_MS = 3000;
/** Long enough to think better of it. */
const WITH_BACK_MS = 7000;
const TROUBLE_MS = 8000;

/** Short notices at the corner: what was done, and what went wrong. */
export function useNotices(): { done(text: string, back?: Back): void; failed(error: unknown): void } {
  const say = useProblemTexts();
  return {
    done(text, back) {
      const id = crypto.randomUUID();
      const hide = () => void notifications.hide(id);
      const message = back ? createElement(DoneNotice, { text, back, hide }) : text;
      notifications.show({ id, message, color: 'desk', autoClose: back ? WITH_BACK_MS : BRIEF_MS });
    },
    failed: (error) => void notifications.show({ message: say(error), color: 'red', autoClose: TROUBLE_MS }),
  };
}

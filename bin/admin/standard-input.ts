import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Surroundings } from './command.ts';

/** Where the standard input comes from. */
export interface InputSource {
  isTerminal: () => boolean;
  read: () => string;
  err: (line: string) => void;
}

export const STANDARD_INPUT: InputSource = {
  isTerminal: () => isatty(0),
  read: () => readFileSync(0, 'utf8'),
  err: console.error,
};

/** All of the standard input. At a terminal nothing else would tell that something is waited for. */
export function inputFrom({ isTerminal, read, err }: InputSource): Surroundings['input'] {
  return (what) => {
    if (isTerminal()) err(`Paste ${what}, then press Enter and Ctrl+D (on Windows Ctrl+Z and Enter).`);
    return read();
  };
}

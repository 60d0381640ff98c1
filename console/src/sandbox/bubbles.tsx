import { Badge, Button, Text } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useFormat } from '../i18n/format.ts';
import type { Line } from './lines.ts';
import classes from './sandbox.module.css';
import { useSandboxTexts } from './texts.ts';
import { useNewestShown } from './use-newest-shown.ts';

/** A conversation as its customer sees it, the newest at the end. */
export function Bubbles({ lines, typing = false, tap, label }: BubblesProps) {
  const t = useSandboxTexts();
  const end = useNewestShown<HTMLDivElement>(`${lines.at(-1)?.key} ${typing}`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes['bubbles']} role="log" aria-label={label} tabIndex={0}>
      {lines.length === 0 && (
        <Text size="sm" ta="center" c="var(--desk-quiet)" m="auto" px="md">
          {t('sayHello')}
        </Text>
      )}
      {lines.map((line) => (
        <Bubble key={line.key} line={line} tap={tap} />
      ))}
      {typing && (
        <div className={classes['bubble']} data-typing>
          {t('typing')}
        </div>
      )}
      <div ref={end} />
    </div>
  );
}

interface BubblesProps {
  lines: readonly Line[];
  typing?: boolean;
  tap?(line: Line, data: string, text: string): void;
  label: string;
}

function Bubble({ line, tap }: { line: Line; tap: BubblesProps['tap'] }) {
  const t = useSandboxTexts();
  const format = useFormat();
  return (
    <div
      className={classes['bubble']}
      data-mine={line.mine || undefined}
      data-refused={line.refused !== undefined || undefined}
    >
      {line.photo && <IconPhoto size={40} stroke={1.2} role="img" aria-label={t('photo')} />}
      <span className={classes['words']}>{line.text}</span>
      {tap && line.buttons.length > 0 && (
        <div className={classes['buttons']}>
          {line.buttons.map(({ text, data }) => (
            <Button key={data} size="compact-sm" variant="light" onClick={() => tap(line, data, text)}>
              {text}
            </Button>
          ))}
        </div>
      )}
      <span className={classes['stamp']}>
        {line.source !== undefined && (
          <Badge size="xs" variant="default" tt="none">
            {line.source}
          </Badge>
        )}
        {line.refused !== undefined && (
          <Badge size="xs" color="red" variant="filled">
            {line.refused === 0 ? t('noAnswer') : line.refused}
          </Badge>
        )}
        {format.time(line.at)}
      </span>
    </div>
  );
}

import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useCommonTexts } from './texts.ts';

/** What is shown this once and never again. */
export function Secret({ name, value }: { name: string; value: string }) {
  const t = useCommonTexts();
  return (
    <Alert icon={<IconKey />} color="yellow" title={name}>
      <Group gap="sm">
        <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" mt={6}>
        {t('shownOnce')}
      </Text>
    </Alert>
  );
}

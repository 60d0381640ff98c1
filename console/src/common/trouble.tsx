import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { isProblem } from '../api/problem.ts';
import { useProblemTexts } from './problem-texts.ts';
import { useCommonTexts } from './texts.ts';

/** What could not be read, with a way to try again. */
export function Trouble({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useCommonTexts();
  const say = useProblemTexts();
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} m="md" role="alert">
      <Group justify="space-between">
        <div>
          <Text size="sm">{say(error)}</Text>
          {isProblem(error) && error.requestId !== undefined && (
            <Text size="xs">{t('requestId', { id: error.requestId })}</Text>
          )}
        </div>
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { useNotices } from '../common/notices.ts';
import { useProblemTexts } from '../common/problem-texts.ts';
import { changePassword } from './session.ts';
import { useSessionTexts } from './texts.ts';

/** Another password. `demanded`: nothing else can be done before. */
export function ChangePassword({ demanded = false, done = () => undefined }: ChangePasswordProps) {
  const t = useSessionTexts();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const [repeat, setRepeat] = useState('');
  const { busy, trouble, submit } = useChange(current, fresh, done);
  const differ = repeat !== '' && repeat !== fresh;
  const form = (
    <form onSubmit={submit}>
      <Stack>
        {demanded && <Text size="sm">{t('demandedWhy')}</Text>}
        <PasswordInput
          label={t('current')}
          autoComplete="current-password"
          value={current}
          error={trouble}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('fresh')}
          description={t('freshHint')}
          autoComplete="new-password"
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('repeat')}
          autoComplete="new-password"
          value={repeat}
          error={differ && t('differ')}
          onChange={(event) => setRepeat(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={current === '' || fresh === '' || repeat !== fresh}>
          {t('change')}
        </Button>
      </Stack>
    </form>
  );
  if (!demanded) return form;
  return (
    <Center mih="100dvh" p="md">
      <Paper withBorder p="xl" w="100%" maw={420} component="main">
        <Title order={1} size="h3" mb="sm">
          {t('demanded')}
        </Title>
        {form}
      </Paper>
    </Center>
  );
}

interface ChangePasswordProps {
  demanded?: boolean;
  done?(): void;
}

function useChange(current: string, fresh: string, done: () => void) {
  const t = useSessionTexts();
  const say = useProblemTexts();
  const notices = useNotices();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(undefined);
    try {
      await changePassword(current, fresh);
      notices.done(t('changed'));
      done();
    } catch (error) {
      setTrouble(isProblem(error, 'auth.credentials_wrong') ? t('wrong') : say(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, submit };
}

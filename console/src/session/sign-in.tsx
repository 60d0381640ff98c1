import {
  Alert,
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { useProblemTexts } from '../common/problem-texts.ts';
import { useIsTwin } from '../twin/business-clock.ts';
import { signIn } from './session.ts';
import { useSessionTexts } from './texts.ts';

/** The twin's seeds (design §1.2); nobody has them on AWS. */
const DEMO = { id: 'operator_001', admin: 'admin_001', password: 'firstline-demo' };

export function SignIn({ reason }: { reason?: 'ended' | 'unreachable' | undefined }) {
  const t = useSessionTexts();
  const twin = useIsTwin();
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const { busy, trouble, submit } = useSignIn(id, password);
  const shown = trouble ?? (reason && t(reason));
  return (
    <Center mih="100dvh" p="md">
      <Paper withBorder p="xl" w="100%" maw={400} component="main">
        <form onSubmit={submit}>
          <Stack>
            <Group gap="sm">
              <img src="/favicon.svg" width={32} height={32} alt="" />
              <Title order={1} size="h3">
                {t('title')}
              </Title>
            </Group>
            {shown !== undefined && (
              <Alert color={trouble === undefined ? 'yellow' : 'red'} role="alert">
                {shown}
              </Alert>
            )}
            <TextInput
              label={t('id')}
              name="operator_id"
              autoComplete="username"
              autoFocus
              required
              withAsterisk={false}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('password')}
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy}>
              {t('enter')}
            </Button>
            {twin && (
              <Text size="xs" c="var(--desk-quiet)">
                {t('demo', DEMO)}
              </Text>
            )}
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function useSignIn(id: string, password: string) {
  const t = useSessionTexts();
  const say = useProblemTexts();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const explain = (error: unknown): string => {
    if (isProblem(error, 'auth.credentials_wrong')) return t('wrong');
    if (isProblem(error, 'limit.sign_in'))
      return t('tooMany', { minutes: Math.ceil((error.retryAfterMs ?? 0) / 60_000) });
    return say(error);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(undefined);
    await signIn(id.trim(), password).catch((error: unknown) => {
      setTrouble(explain(error));
      setBusy(false);
    });
  };
  return { busy, trouble, submit };
}

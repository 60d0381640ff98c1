import { ActionIcon, Anchor, SegmentedControl, Text, Title } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Nothing } from '../common/nothing.tsx';
import { Waiting } from '../common/waiting.tsx';
import { speak } from '../i18n/language.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useLive } from '../realtime/use-live.ts';
import { signIn } from '../session/session.ts';
import { useSession } from '../session/use-session.ts';
import { isTwin } from '../twin/business-clock.ts';
import { Behind } from './behind.tsx';
import { CRM_CAST, type Customer, DEMO, DEMO_OPERATOR, TELEGRAM_CAST } from './cast.ts';
import { Clock, Failures, Scenarios } from './controls.tsx';
import { Crm } from './crm.tsx';
import { Phone } from './phone.tsx';
import classes from './sandbox.module.css';
import { useSandboxTexts } from './texts.ts';

/** The twin's stage: customers and a CRM to play, beside what Firstline did. There is none on AWS. */
export default function Sandbox() {
  const t = useSandboxTexts();
  const [twin, setTwin] = useState<boolean>();
  useEffect(() => {
    void isTwin().then(setTwin);
  }, []);
  const session = useSession();
  const out = session.state === 'out';
  // Whoever starts the twin is at home here: what the desk does is shown to a demo operator's eyes.
  useEffect(() => {
    if (twin && out) void signIn(DEMO_OPERATOR.id, DEMO_OPERATOR.password).catch(() => undefined);
  }, [twin, out]);
  if (twin === false) return <Nothing>{t('onlyTwin')}</Nothing>;
  return session.state === 'in' ? <Stage who={session.me.id} /> : <Waiting />;
}

function Stage({ who }: { who: string }) {
  const t = useSandboxTexts();
  useLive();
  const [chatter, setChatter] = useState<Customer>(TELEGRAM_CAST[0] ?? { id: '42', name: '' });
  const [client, setClient] = useState<Customer>(CRM_CAST[0] ?? { id: 'irina', name: '' });
  const [watched, watch] = useState<'phone' | 'crm'>('phone');
  const shown =
    watched === 'phone'
      ? { partner: DEMO.bot, client: chatter.id }
      : { partner: DEMO.partner, client: client.id };
  return (
    <div className={classes['sandbox']}>
      <header className={classes['head']}>
        <div className={classes['title']}>
          <img src="/favicon.svg" width={30} height={30} alt="" />
          <div>
            <Title order={1} size="h4">
              {t('title')}
            </Title>
            <Text size="xs" c="var(--desk-quiet)">
              {t('what', { who })}
            </Text>
          </div>
        </div>
        <div className={classes['tools']}>
          <Scenarios
            onPlay={({ at }) => {
              watch(at);
              setChatter(TELEGRAM_CAST[0] ?? chatter);
              setClient(CRM_CAST[0] ?? client);
            }}
          />
          <Clock />
          <Failures />
          <Anchor href="/inbox" target="_blank" size="sm">
            {t('openInbox')}
          </Anchor>
          <Speak />
        </div>
      </header>
      <main className={classes['stage']}>
        <div className={classes['column']} onFocusCapture={() => watch('phone')}>
          <Text size="sm" fw={600}>
            {t('phone')}
          </Text>
          <Phone customer={chatter} choose={setChatter} />
        </div>
        <div className={classes['column']} onFocusCapture={() => watch('crm')}>
          <Text size="sm" fw={600}>
            {t('crm')}
          </Text>
          <Crm customer={client} choose={setClient} />
        </div>
        <div className={classes['column']}>
          <SegmentedControl
            size="xs"
            aria-label={t('watch')}
            value={watched}
            onChange={(value) => watch(value === 'crm' ? 'crm' : 'phone')}
            data={[
              { value: 'phone', label: t('watchChat', { name: chatter.name }) },
              { value: 'crm', label: t('watchClient', { name: client.name }) },
            ]}
          />
          <Behind {...shown} />
        </div>
      </main>
    </div>
  );
}

function Speak() {
  const t = useSandboxTexts();
  const spoken = useLanguage();
  return (
    <ActionIcon
      variant="subtle"
      aria-label={t('language')}
      onClick={() => speak(spoken === 'ru' ? 'en' : 'ru')}
    >
      <IconLanguage size={18} />
    </ActionIcon>
  );
}

import { Button, Group, Loader, Menu, Switch, Text } from '@mantine/core';
import {
  IconChevronDown,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotices } from '../common/notices.ts';
import { useFormat } from '../i18n/format.ts';
import { useNow } from '../twin/business-clock.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { advance, type Behaviour, behave, behaviourOf } from './stage.ts';
import { useSandboxTexts } from './texts.ts';

const MINUTE_S = 60;
const LEAPS = [
  { name: 'quarter', seconds: 15 * MINUTE_S },
  { name: 'hour', seconds: 60 * MINUTE_S },
  { name: 'day', seconds: 24 * 60 * MINUTE_S },
] as const;

/** The twin's clock, to be put forward: reminders, farewells and retries happen at once. */
export function Clock() {
  const t = useSandboxTexts();
  const format = useFormat();
  const time = useNow(1000);
  const notices = useNotices();
  const queries = useQueryClient();
  const [leaping, setLeaping] = useState(false);
  const leap = async (seconds: number) => {
    setLeaping(true);
    await advance(seconds).catch(notices.failed);
    setLeaping(false);
    void queries.invalidateQueries();
  };
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="sm" aria-label={t('deskTime')}>
        {format.moment(time)}
      </Text>
      {leaping ? (
        <Loader size="xs" aria-label={t('leaping')} />
      ) : (
        LEAPS.map(({ name, seconds }) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            leftSection={name === 'quarter' && <IconPlayerTrackNext size={15} />}
            onClick={() => leap(seconds)}
          >
            {t(name)}
          </Button>
        ))
      )}
    </Group>
  );
}

const FAILURES: readonly {
  name: 'crmDown' | 'crmSlow' | 'telegramDown';
  of: 'crm' | 'telegram';
  how: Behaviour;
}[] = [
  { name: 'crmDown', of: 'crm', how: { status: 503 } },
  { name: 'crmSlow', of: 'crm', how: { delay_ms: 4000 } },
  { name: 'telegramDown', of: 'telegram', how: { status: 502 } },
];

/** What breaks on purpose, until it is switched off again. */
export function Failures() {
  const t = useSandboxTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['sandbox', 'behaviour'],
    queryFn: async () => ({ crm: await behaviourOf('crm'), telegram: await behaviourOf('telegram') }),
    refetchInterval: 3000,
  });
  const isOn = ({ of, how }: (typeof FAILURES)[number]): boolean => {
    const { status = 200, delay_ms = 0 } = data?.[of] ?? {};
    return how.delay_ms === undefined ? status === how.status : delay_ms === how.delay_ms;
  };
  const flip = async (failure: (typeof FAILURES)[number], on: boolean) => {
    await behave(failure.of, on ? failure.how : { status: 200 }).catch(notices.failed);
    void queries.invalidateQueries({ queryKey: ['sandbox', 'behaviour'] });
  };
  const broken = FAILURES.filter(isOn).length;
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant={broken > 0 ? 'filled' : 'default'}
          {...(broken > 0 ? { color: 'red' } : {})}
          leftSection={<IconPlugConnectedX size={15} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {broken > 0 ? t('broken', { count: broken }) : t('failures')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown p="sm">
        {FAILURES.map((failure) => (
          <Switch
            key={failure.name}
            my={6}
            label={t(failure.name)}
            checked={isOn(failure)}
            onChange={(event) => void flip(failure, event.currentTarget.checked)}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Ready pieces: one click, and something happens that is worth looking at. */
export function Scenarios({ onPlay }: { onPlay(scenario: Scenario): void }) {
  const t = useSandboxTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const play = async (scenario: Scenario) => {
    onPlay(scenario);
    await scenario.play().catch(notices.failed);
    void queries.invalidateQueries({ queryKey: ['sandbox'] });
  };
  return (
    <Menu position="bottom-end" width={340}>
      <Menu.Target>
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={15} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {t('scenarios')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SCENARIOS.map((scenario) => (
          <Menu.Item key={scenario.name} onClick={() => void play(scenario)}>
            <Text size="sm">{t(`scenario_${scenario.name}`)}</Text>
            <Text size="xs" c="var(--desk-quiet)">
              {t(`watch_${scenario.name}`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

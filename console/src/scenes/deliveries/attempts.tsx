import { Badge, Code, Group, Text } from '@mantine/core';
import type { AttemptBody } from '../../../../shared/contracts/partner-responses.ts';
import { useLabels } from '../../common/labels.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './deliveries.module.css';
import { useDelivery } from './queries.ts';
import { useDeliveryTexts } from './texts.ts';

/** Every try of one text: what came back, and how long each part of it took. */
export function Attempts({ message }: { message: string }) {
  const delivery = useDelivery(message);
  if (delivery.isPending) return <Waiting />;
  if (delivery.isError) return <Trouble error={delivery.error} retry={() => void delivery.refetch()} />;
  return delivery.data.attempts.map((attempt) => <Attempt key={attempt.number} attempt={attempt} />);
}

function Attempt({ attempt }: { attempt: AttemptBody }) {
  const t = useDeliveryTexts();
  const labels = useLabels();
  const format = useFormat();
  const { number, rule, status, timing, address, response_body, next_attempt_at, started_at } = attempt;
  const ok = attempt.outcome === 'delivered' || attempt.outcome === 'stored';
  return (
    <section className={classes['attempt']}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {t('attempt', { number })}
        </Text>
        <Badge size="sm" variant="light" color={ok ? 'desk' : 'red'}>
          {status ?? attempt.error ?? attempt.outcome}
        </Badge>
        <Text size="xs" c="var(--desk-quiet)">
          {format.moment(started_at)}
        </Text>
      </Group>
      {!ok && <Text size="sm">{labels.rule(rule)}</Text>}
      <Text size="xs" c="var(--desk-quiet)">
        <code>{rule}</code>
        {address !== undefined && ` · ${t('address', { address })}`}
        {next_attempt_at !== undefined && ` · ${t('next', { at: format.moment(next_attempt_at) })}`}
      </Text>
      {timing && <Timing timing={timing} />}
      {response_body !== undefined && response_body !== '' && (
        <Code block className={classes['answer'] ?? ''} mt={6} aria-label={t('answer')} tabIndex={0}>
          {response_body}
        </Code>
      )}
    </section>
  );
}

function Timing({ timing }: { timing: NonNullable<AttemptBody['timing']> }) {
  const t = useDeliveryTexts();
  const format = useFormat();
  const ms = (value: number | undefined) => (value === undefined ? '–' : format.number(Math.round(value)));
  return (
    <Text size="xs" c="var(--desk-quiet)">
      {t('timing', {
        dns: ms(timing.dns_ms),
        connect: ms(timing.connect_ms),
        tls: ms(timing.tls_ms),
        first: ms(timing.first_byte_ms),
        total: ms(timing.total_ms),
      })}
    </Text>
  );
}

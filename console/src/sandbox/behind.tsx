import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useLabels } from '../common/labels.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './sandbox.module.css';
import { calls } from './stage.ts';
import { type Step, stepsOf } from './steps.ts';
import { useSandboxTexts } from './texts.ts';
import { useConversationOf, useNewest } from './use-conversation.ts';
import { useNewestShown } from './use-newest-shown.ts';

const COUNT_EVERY_MS = 2000;

/** What Firstline made of what the customer wrote: how it understood it, what it did, how long that took. */
export function Behind({ partner, client }: { partner: string; client: string }) {
  const t = useSandboxTexts();
  const conversation = useConversationOf(partner, client);
  const page = useNewest(conversation);
  const steps = stepsOf(page?.items ?? []);
  const end = useNewestShown<HTMLLIElement>(steps.at(-1)?.key);
  return (
    <section className={classes['behind']} aria-label={t('behind')}>
      <Group className={classes['bar'] ?? ''} justify="space-between">
        <Text size="sm" fw={600}>
          {t('behind')}
        </Text>
        {conversation !== undefined && (
          <Anchor component={Link} href={`/inbox/${conversation}`} target="_blank" size="sm">
            {t('answerAsOperator')}
          </Anchor>
        )}
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className={classes['steps']} tabIndex={0}>
        {steps.length === 0 && (
          <Text component="li" size="sm" c="var(--desk-quiet)">
            {t('nothingYet')}
          </Text>
        )}
        {steps.map((step) => (
          <StepLine key={step.key} step={step} />
        ))}
        <li ref={end} />
      </ol>
      <Figures />
    </section>
  );
}

function StepLine({ step }: { step: Step }) {
  const format = useFormat();
  return (
    <li className={classes['step']} data-tone={toneOf(step)}>
      <Group gap={6} wrap="nowrap" align="baseline">
        <Text size="xs" c="var(--desk-quiet)">
          {format.time(step.at)}
        </Text>
        <div>
          <StepWords step={step} />
        </div>
      </Group>
    </li>
  );
}

function toneOf(step: Step): 'bad' | 'person' | undefined {
  if (step.what === 'did') return 'person';
  if (step.what === 'understood' && step.turn.escalation_reason !== null) return 'person';
  const failed = step.what === 'answered' && ['dead', 'unknown', 'cancelled'].includes(step.item.delivery);
  return failed ? 'bad' : undefined;
}

function StepWords({ step }: { step: Step }) {
  const t = useSandboxTexts();
  const labels = useLabels();
  const format = useFormat();
  if (step.what === 'came') return <Came item={step.item} />;
  if (step.what === 'did')
    return <Text size="sm">{`${step.action.by}: ${labels.action(step.action.action)}`}</Text>;
  if (step.what === 'answered') return <Answered step={step} />;
  const { turn, afterMs } = step;
  return (
    <>
      <Group gap={6}>
        <Badge size="sm" variant="light" tt="none">
          {labels.scenario(turn.scenario)}
        </Badge>
        <Text size="sm">{format.share(turn.confidence)}</Text>
        {afterMs !== undefined && (
          <Text size="xs" c="var(--desk-quiet)">
            {t('decidedIn', { seconds: format.number(Math.round(afterMs / 100) / 10) })}
          </Text>
        )}
      </Group>
      <Text size="xs" c="var(--desk-quiet)">
        {turn.reasoning}
      </Text>
      {turn.escalation_reason !== null && (
        <Text size="sm">{t('handedOver', { reason: labels.reason(turn.escalation_reason) })}</Text>
      )}
    </>
  );
}

function Came({ item }: Pick<Extract<Step, { what: 'came' }>, 'item'>) {
  const t = useSandboxTexts();
  const labels = useLabels();
  const { text, command, attachments } = item;
  const wordless =
    command === null
      ? attachments.map(({ type }) => labels.attachment(type)).join(', ')
      : labels.command(command);
  return <Text size="sm">{text === '' ? wordless : t('came', { text: short(text) })}</Text>;
}

function Answered({ step }: { step: Extract<Step, { what: 'answered' }> }) {
  const t = useSandboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const { item, sentMs } = step;
  return (
    <>
      <Text size="sm">
        {labels.source(item.source)}: {short(item.text)}
      </Text>
      <Text size="xs" c="var(--desk-quiet)">
        {labels.delivery(item.delivery)}
        {sentMs !== undefined && `, ${t('onTheWire', { ms: format.number(Math.round(sentMs)) })}`}
        {item.attempts.length > 1 && `, ${t('tries', { count: item.attempts.length })}`}
      </Text>
    </>
  );
}

function Figures() {
  const t = useSandboxTexts();
  const format = useFormat();
  const { data } = useQuery({
    queryKey: ['sandbox', 'calls'],
    queryFn: calls,
    refetchInterval: COUNT_EVERY_MS,
  });
  if (!data) return null;
  const total = Object.values(data.services)
    .flatMap((operations) => Object.values(operations))
    .reduce((sum, count) => sum + count, 0);
  return (
    <div className={classes['figures']}>
      <span>{t('calls', { count: total, shown: format.number(total) })}</span>
      <span>{t('writeUnits', { shown: format.number(data.write_units) })}</span>
      <span>{t('readUnits', { shown: format.number(data.read_units) })}</span>
    </div>
  );
}

const SHORT = 90;

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
}

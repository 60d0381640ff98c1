import { Badge, Group, Text, Title } from '@mantine/core';
import type { FeedbackBody } from '../../../../../shared/contracts/learning-responses.ts';
import { useLabels } from '../../../common/labels.ts';
import { useFormat } from '../../../i18n/format.ts';
import classes from '../inbox.module.css';
import type { Turn } from '../talk/entries.ts';
import { useInboxTexts } from '../texts.ts';
import { Fact } from './fact.tsx';
import { FeedbackForm } from './feedback-form.tsx';

/** How the bot understood what came last, and by what. */
export function Explanation({ turn, judged }: { turn: Turn; judged: FeedbackBody | undefined }) {
  const t = useInboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const found = Object.values(turn.entities)
    .flat()
    .filter((one) => one !== undefined);
  return (
    <>
      <section className={classes['section']}>
        <Title order={3} size="h6" mb={6}>
          {t('understood')}
        </Title>
        <Group gap={6} mb={6}>
          <Badge variant="light" tt="none">
            {labels.scenario(turn.scenario)}
          </Badge>
          <Text size="sm">
            {format.share(turn.confidence)}, {t(`band_${turn.band}`)}
          </Text>
        </Group>
        <dl className={classes['facts']}>
          {turn.reasoning !== '' && (
            <Fact name={t('because')}>
              <Group gap={4}>
                {turn.reasoning.split(', ').map((word) => (
                  <Badge key={word} size="sm" variant="default" tt="none" fw={400}>
                    {word}
                  </Badge>
                ))}
              </Group>
            </Fact>
          )}
          {turn.escalation_reason !== null && (
            <Fact name={t('reason')}>{labels.reason(turn.escalation_reason)}</Fact>
          )}
          {found.length > 0 && <Fact name={t('found')}>{found.join(', ')}</Fact>}
          {turn.rules.length > 0 && <Fact name={t('rules')}>{turn.rules.join(', ')}</Fact>}
          <Fact name={t('model')}>{turn.model}</Fact>
        </dl>
      </section>
      <section className={classes['section']}>
        <Title order={3} size="h6" mb={6}>
          {t('feedback')}
        </Title>
        <FeedbackForm key={judged?.at ?? ''} turn={turn} judged={judged} done={() => undefined} />
      </section>
    </>
  );
}

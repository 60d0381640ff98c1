import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SCENARIOS } from '../../../../../shared/contracts/labels.ts';
import type { FeedbackBody } from '../../../../../shared/contracts/learning-responses.ts';
import { change } from '../../../api/client.ts';
import { useLabels } from '../../../common/labels.ts';
import { useNotices } from '../../../common/notices.ts';
import { useFormat } from '../../../i18n/format.ts';
import type { Turn } from '../talk/entries.ts';
import { useInboxTexts } from '../texts.ts';

/** An outage is never what one message is about. */
const CHOICES = SCENARIOS.filter((scenario) => scenario !== 'MASS_OUTAGE');

interface FeedbackFormProps {
  turn: Turn;
  judged: FeedbackBody | undefined;
  done(): void;
}

/** Whether a message was understood rightly, and what it really was; the classifier learns from it. */
export function FeedbackForm({ turn, judged, done }: FeedbackFormProps) {
  const t = useInboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const [verdict, setVerdict] = useState<FeedbackBody['verdict'] | undefined>(judged?.verdict);
  const [scenario, setScenario] = useState<string | null>(judged?.scenario ?? null);
  const [comment, setComment] = useState(judged?.comment ?? '');
  const { busy, send } = useSendFeedback(turn.id, done);
  const ready = verdict !== undefined && (verdict !== 'incorrect' || scenario !== null);
  const choice = (value: FeedbackBody['verdict'], words: string) => (
    <Button
      size="compact-sm"
      variant={verdict === value ? 'filled' : 'default'}
      aria-pressed={verdict === value}
      onClick={() => setVerdict(value)}
    >
      {words}
    </Button>
  );
  return (
    <Stack gap="xs">
      <Group gap={6}>
        {choice('correct', t('right'))}
        {choice('incorrect', t('wrong'))}
        {choice('needs_escalation', t('needsPerson'))}
      </Group>
      {verdict === 'incorrect' && (
        <Select
          size="xs"
          searchable
          label={t('rightOne')}
          value={scenario}
          data={CHOICES.filter((one) => one !== turn.scenario).map((value) => ({
            value,
            label: labels.scenario(value),
          }))}
          comboboxProps={{ withinPortal: false }}
          onChange={setScenario}
        />
      )}
      {verdict !== undefined && (
        <TextInput
          size="xs"
          label={t('comment')}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      )}
      {verdict !== undefined && (
        <Button
          size="compact-sm"
          loading={busy}
          disabled={!ready}
          onClick={() =>
            void send({
              verdict,
              scenario: verdict === 'incorrect' ? scenario : null,
              comment: comment || null,
            })
          }
        >
          {t('sendFeedback')}
        </Button>
      )}
      {judged && (
        <Text size="xs" c="var(--desk-quiet)">
          {t('feedbackBy', { by: judged.by, at: format.moment(judged.at) })}
        </Text>
      )}
    </Stack>
  );
}

function useSendFeedback(message_id: string, done: () => void) {
  const t = useInboxTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const send = async (said: Record<string, unknown>) => {
    setBusy(true);
    try {
      await change<FeedbackBody>('POST', '/api/feedback', { message_id, ...said });
      notices.done(t('feedbackDone'));
      done();
    } catch (error) {
      notices.failed(error);
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ['feedback'] });
    }
  };
  return { busy, send };
}

import { Anchor, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { RetryBody } from '../../../../../shared/contracts/operator-responses.ts';
import { change } from '../../../api/client.ts';
import { useLabels } from '../../../common/labels.ts';
import { useNotices } from '../../../common/notices.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useInboxTexts } from '../texts.ts';
import type { Of, Tick } from './entries.ts';

const SIGNS = {
  waiting: IconClock,
  arrived: IconChecks,
  failed: IconAlertTriangle,
  unsure: IconAlertTriangle,
  cancelled: IconX,
} as const;

/** Whether a text has arrived; why not, and the way to send it again, if it was given up. */
export function DeliveryNote({ item, tick }: { item: Of<'text'>; tick: Tick }) {
  const t = useInboxTexts();
  const labels = useLabels();
  const Sign = item.delivery === 'stored' ? IconCheck : SIGNS[tick];
  const reason = useReason(item);
  const said = labels.delivery(item.delivery);
  return (
    <>
      <Tooltip label={reason ?? said} multiline maw={320}>
        <span data-delivery={item.delivery}>
          <Sign size={14} aria-hidden /> {tick === 'arrived' ? null : said}
          {tick === 'arrived' && <VisuallyHidden>{said}</VisuallyHidden>}
        </span>
      </Tooltip>
      {tick === 'failed' && reason !== undefined && <span>{reason}</span>}
      {tick === 'failed' && <Resend message={item.id} words={t('resend')} />}
    </>
  );
}

function useReason({ attempts, delivery }: Of<'text'>): string | undefined {
  const t = useInboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const last = attempts.at(-1);
  if (!last || delivery === 'delivered') return last && format.moment(last.finished_at);
  return `${labels.rule(last.rule)} (${last.rule}), ${t('tries', { count: attempts.length })}`;
}

function Resend({ message, words }: { message: string; words: string }) {
  const t = useInboxTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const again = () =>
    change<RetryBody>('POST', `/api/deliveries/${message}/retry`)
      .then(() => notices.done(t('resent')), notices.failed)
      .finally(() => void queries.invalidateQueries({ queryKey: ['timeline'] }));
  return (
    <Anchor component="button" size="xs" onClick={again}>
      {words}
    </Anchor>
  );
}

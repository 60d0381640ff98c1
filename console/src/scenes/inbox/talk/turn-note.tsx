import { Badge, Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { FeedbackBody } from '../../../../../shared/contracts/learning-responses.ts';
import { useLabels } from '../../../common/labels.ts';
import { useHotkeys } from '../../../hotkeys/hotkeys-provider.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { FeedbackForm } from '../side/feedback-form.tsx';
import { useInboxTexts } from '../texts.ts';
import type { Turn } from './entries.ts';

interface TurnNoteProps {
  turn: Turn;
  judged: FeedbackBody | undefined;
  /** Whether it is the last one of the conversation, which `f` is about. */
  last: boolean;
}

/** How a message was understood; a click asks whether that is right. */
export function TurnNote({ turn, judged, last }: TurnNoteProps) {
  const t = useInboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const [asked, ask] = useState(false);
  const understood = labels.scenario(turn.scenario);
  const why = turn.escalation_reason === null ? undefined : labels.reason(turn.escalation_reason);
  const said = judged && labels.scenario(judged.scenario ?? judged.guess);
  return (
    <>
      {last && <FeedbackKey ask={() => ask(true)} />}
      <Popover opened={asked} onChange={ask} position="bottom-start" withinPortal trapFocus width={320}>
        <Popover.Target>
          <UnstyledButton
            fz="inherit"
            onClick={() => ask(!asked)}
            title={turn.reasoning === '' ? t('feedback') : t('becauseOf', { words: turn.reasoning })}
          >
            <Badge
              size="sm"
              variant="light"
              tt="none"
              color={judged?.verdict === 'incorrect' ? 'gray' : 'desk'}
              td={judged?.verdict === 'incorrect' ? 'line-through' : undefined}
            >
              {understood} {format.share(turn.confidence)}
            </Badge>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <FeedbackForm turn={turn} judged={judged} done={() => ask(false)} />
        </Popover.Dropdown>
      </Popover>
      {why !== undefined && <span>{why}</span>}
      {judged && <span>{t(`feedback_${judged.verdict}`, { scenario: said ?? '' })}</span>}
    </>
  );
}

function FeedbackKey({ ask }: { ask(): void }) {
  const t = useInboxTexts();
  useHotkeys([{ keys: 'f', does: t('keyFeedback'), group: t('keysTalk'), run: ask }]);
  return null;
}

import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type {
  DeliveryStatsBody,
  FeedbackSummaryBody,
  OperatorStatsBody,
  ScenarioStatsBody,
} from '../../../../shared/contracts/stats-responses.ts';
import { Card } from '../../common/card.tsx';
import { useLabels } from '../../common/labels.ts';
import { Sideways } from '../../common/sideways.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useAnalyticsTexts } from './texts.ts';

interface Line {
  key: string;
  cells: ReactNode[];
}

function Lines({ heads, lines, nothing }: { heads: string[]; lines: readonly Line[]; nothing?: string }) {
  if (lines.length === 0)
    return (
      <Text size="sm" c="var(--desk-quiet)">
        {nothing}
      </Text>
    );
  return (
    <Sideways>
      <Table verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ key, cells }) => (
            <Table.Tr key={key}>
              {cells.map((cell, place) => (
                <Table.Td key={heads[place]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}

export function ScenarioTable({ statistics }: { statistics: ScenarioStatsBody }) {
  const t = useAnalyticsTexts();
  const labels = useLabels();
  const format = useFormat();
  const some = statistics.total.scenarios.filter(({ turns }) => turns > 0);
  const lines = some
    .toSorted((a, b) => b.messages - a.messages)
    .map(({ scenario, messages, turns, answered_alone, mean_confidence }) => ({
      key: scenario,
      cells: [
        labels.scenario(scenario),
        format.number(messages),
        format.share(answered_alone / turns),
        format.share(mean_confidence),
      ],
    }));
  return (
    <Card title={t('scenarios')}>
      <Lines heads={[t('scenario'), t('messages'), t('share'), t('confidence')]} lines={lines} />
    </Card>
  );
}

export function Deliveries({ statistics }: { statistics: DeliveryStatsBody }) {
  const t = useAnalyticsTexts();
  const labels = useLabels();
  const format = useFormat();
  const lines = statistics.total.texts.map(
    ({ source, delivered, stored, waiting, dead, unknown, cancelled }) => ({
      key: source,
      cells: [
        labels.source(source),
        ...[delivered + stored, waiting, dead + unknown, cancelled].map((count) => format.number(count)),
      ],
    }),
  );
  const heads = [t('source'), t('arrived'), t('waiting'), t('lost'), t('cancelled')];
  return (
    <Card title={t('deliveries')}>
      <Lines heads={heads} lines={lines} />
    </Card>
  );
}

export function Operators({ statistics }: { statistics: OperatorStatsBody }) {
  const t = useAnalyticsTexts();
  const format = useFormat();
  const lines = statistics.total.operators.map(({ operator, replies, takes, closes, hand_backs }) => ({
    key: operator,
    cells: [operator, ...[replies, takes, closes, hand_backs].map((count) => format.number(count))],
  }));
  const heads = [t('operator'), t('replies'), t('takes'), t('closes'), t('handBacks')];
  return (
    <Card title={t('operators')}>
      <Lines heads={heads} lines={lines} nothing={t('noOperators')} />
    </Card>
  );
}

export function Corrections({ feedback }: { feedback: FeedbackSummaryBody }) {
  const t = useAnalyticsTexts();
  const labels = useLabels();
  const format = useFormat();
  const lines = feedback.corrections.map(({ guess, right, count }) => ({
    key: `${guess}/${right}`,
    cells: [labels.scenario(guess), labels.scenario(right), format.number(count)],
  }));
  return (
    <Card title={t('quality')}>
      <Lines heads={[t('guess'), t('right'), t('times')]} lines={lines} nothing={t('noCorrections')} />
    </Card>
  );
}

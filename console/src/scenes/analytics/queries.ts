import { useQuery } from '@tanstack/react-query';
import type {
  DeliveryStatsBody,
  FeedbackSummaryBody,
  MessageStatsBody,
  OperatorStatsBody,
  ScenarioStatsBody,
} from '../../../../shared/contracts/stats-responses.ts';
import { read } from '../../api/client.ts';
import type { Range } from './ranges.ts';

/** How often a count that came to no end is asked to go on. */
const ROUNDS = 8;

export interface Statistics {
  messages: MessageStatsBody;
  scenarios: ScenarioStatsBody;
  deliveries: DeliveryStatsBody;
  operators: OperatorStatsBody;
  feedback: FeedbackSummaryBody;
}

/** @param wanted counting costs something: what nobody looks at yet is not asked for */
export function useStatistics(range: Range, wanted = true) {
  return useQuery({
    queryKey: ['stats', range],
    queryFn: ({ signal }) => statisticsOf(range, signal),
    enabled: wanted,
  });
}

/** One after the other: the first counts the hours, and the others find them counted. */
async function statisticsOf(range: Range, signal: AbortSignal): Promise<Statistics> {
  const query = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
  const whole = async <Body extends { partial: boolean }>(path: string): Promise<Body> => {
    let body = await read<Body>(path, query, signal);
    for (let round = 1; body.partial && round < ROUNDS; round += 1)
      body = await read<Body>(path, query, signal);
    return body;
  };
  const messages = await whole<MessageStatsBody>('/api/stats/messages');
  const [scenarios, deliveries, operators, feedback] = await Promise.all([
    whole<ScenarioStatsBody>('/api/stats/scenarios'),
    whole<DeliveryStatsBody>('/api/stats/deliveries'),
    whole<OperatorStatsBody>('/api/stats/operators'),
    read<FeedbackSummaryBody>('/api/feedback/summary', query, signal),
  ]);
  return { messages, scenarios, deliveries, operators, feedback };
}

import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { CALLER, OURS } from './usual-faults.ts';

const FAULTS: FaultCode[] = [...CALLER, 'request.invalid', ...OURS];

const DESK = { tag: 'statistics', for: 'staff', method: 'get' } as const;
const OF_HOURS = {
  ...DESK,
  parameters: ['StatisticsFrom', 'StatisticsTo'],
  faults: FAULTS,
} satisfies Partial<Operation>;

const HOURS = `By hour (UTC), all hours that the time touches, and all together. Counted from what is kept, never by counters. The hour under way, and one that ended less than an hour ago, is counted when it is asked for, and again after ${LIMITS.openHourKept / 1000} seconds; a closed one an hour, a day, 4 and 31 days after it ended. With \`partial\` some are missing: ask the same again, it goes on where it stopped.`;

/** What operators ask how the desk fares. */
export const STATS_OPERATIONS: Operation[] = [
  {
    ...OF_HOURS,
    path: '/api/stats/messages',
    id: 'messageStatistics',
    summary: 'Count what was said, and how soon it was answered',
    description: HOURS,
    answers: { 200: { description: 'The figures.', schema: 'MessageStatsBody' } },
  },
  {
    ...OF_HOURS,
    path: '/api/stats/scenarios',
    id: 'scenarioStatistics',
    summary: 'Count what messages were about',
    description: HOURS,
    answers: { 200: { description: 'The figures.', schema: 'ScenarioStatsBody' } },
  },
  {
    ...OF_HOURS,
    path: '/api/stats/deliveries',
    id: 'deliveryStatistics',
    summary: 'Count what became of texts',
    description: HOURS,
    answers: { 200: { description: 'The figures.', schema: 'DeliveryStatsBody' } },
  },
  {
    ...OF_HOURS,
    path: '/api/stats/operators',
    id: 'operatorStatistics',
    summary: 'Count what operators did',
    description: HOURS,
    answers: { 200: { description: 'The figures.', schema: 'OperatorStatsBody' } },
  },
  {
    ...DESK,
    path: '/metrics',
    id: 'scrapeMetrics',
    summary: 'Read how the desk stands, as Prometheus does',
    description:
      'Text of version 0.0.4. Figures of the day begin anew at midnight UTC and are derived from what is kept. Also for the key of a machine, which opens nothing else.',
    parameters: [],
    answers: { 200: { description: 'The figures.', schema: 'bytes' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...DESK,
    path: '/api/feedback/summary',
    id: 'summariseFeedback',
    summary: 'Count what was said of how messages were understood',
    description: `Of turns of that time. One answer has ${LIMITS.feedbackCounted} of them at most; \`next\` leads to the rest, whose counts are to be added.`,
    parameters: ['SearchFrom', 'SearchTo', 'Cursor'],
    answers: { 200: { description: 'The counts.', schema: 'FeedbackSummaryBody' } },
    faults: FAULTS,
  },
  {
    ...DESK,
    path: '/api/feedback/misclassified',
    id: 'listMisclassified',
    summary: 'Read what was misunderstood',
    description:
      'Turns of which somebody said what they were about instead, the newest first. A page may come back short, or empty, although more follows: only `next` says whether there is more.',
    parameters: ['PageLimit', 'Cursor'],
    answers: { 200: { description: 'A page of them.', schema: 'FeedbackPage' } },
    faults: FAULTS,
  },
];

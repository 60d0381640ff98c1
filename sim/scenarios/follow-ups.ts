import { answers } from '../world/replies.ts';
import { HOUR, MINUTE, NOON, SECOND } from '../world/times.ts';
import { type Scenario, webhookOf } from './stage.ts';

const PARTNER = 'demo';
const CLIENT = 'anna';
const HOOK = webhookOf(PARTNER);
/** Half past eight in the evening, in Moscow. */
const EVENING = NOON + 5 * HOUR + 30 * MINUTE;

/** What follows a reply, and the way to an operator and back. */
export const FOLLOW_UPS: readonly Scenario[] = [
  {
    name: 'silent after a greeting',
    play: (stage) => stage.says(PARTNER, 0, { client: CLIENT, scenario: 'GREETING', key: 'k1' }),
  },
  {
    name: 'answers between the reminders',
    play: (stage) => {
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'GREETING', key: 'k1' });
      stage.says(PARTNER, 20 * MINUTE, { client: CLIENT, scenario: 'LESSON_LINK', key: 'k2' });
    },
  },
  {
    name: 'answers just when it is reminded',
    play: (stage) => {
      let reminded = false;
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'GREETING', key: 'k1' });
      stage.world.watchers.push((_process, { method }) => {
        if (method !== 'commitFollowUp' || reminded) return;
        reminded = true;
        stage.says(PARTNER, stage.elapsed, { client: CLIENT, scenario: 'FAREWELL', key: 'k2' });
      });
    },
  },
  {
    name: 'resolved',
    play: (stage) => stage.says(PARTNER, 0, { client: CLIENT, scenario: 'REFERRAL', key: 'k1' }),
  },
  {
    name: 'operator answers and hands back',
    play: (stage) => {
      const conversation = stage.conversation(PARTNER, CLIENT);
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'COMPLAINT', key: 'k1' });
      stage.at(MINUTE, () => stage.operator.take(conversation));
      stage.at(2 * MINUTE, () => stage.operator.reply(conversation));
      stage.at(3 * MINUTE, () => stage.operator.handBack(conversation));
    },
  },
  {
    name: 'operator is silent',
    play: (stage) => {
      const conversation = stage.conversation(PARTNER, CLIENT);
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'COMPLAINT', key: 'k1' });
      stage.at(MINUTE, () => stage.operator.take(conversation));
      stage.says(PARTNER, 2 * MINUTE, { client: CLIENT, key: 'k2' });
    },
  },
  {
    name: 'left to operators, and handed back',
    play: (stage) => {
      const conversation = stage.conversation(PARTNER, CLIENT);
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'COMPLAINT', key: 'k1' });
      stage.says(PARTNER, MINUTE, { client: CLIENT, scenario: 'COMPLAINT', key: 'k2' });
      stage.says(PARTNER, 2 * MINUTE, { client: CLIENT, scenario: 'UNKNOWN', key: 'k3' });
      stage.at(3 * MINUTE, () => stage.operator.take(conversation));
      stage.at(4 * MINUTE, () => stage.operator.handBack(conversation));
    },
  },
  {
    name: 'taken over, released, closed and opened again',
    play: (stage) => {
      const conversation = stage.conversation(PARTNER, CLIENT);
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'COMPLAINT', key: 'k1' });
      stage.at(MINUTE, () => stage.operator.take(conversation));
      stage.says(PARTNER, 2 * MINUTE, { client: CLIENT, key: 'k2' });
      stage.at(3 * MINUTE, () => stage.colleague.takeOver(conversation));
      stage.at(4 * MINUTE, () => stage.colleague.release(conversation));
      stage.at(5 * MINUTE, () => stage.operator.close(conversation));
      stage.at(6 * MINUTE, () => stage.operator.reopen(conversation));
      stage.says(PARTNER, 7 * MINUTE, { client: CLIENT, key: 'k3' });
    },
  },
  {
    name: 'reminder that expires on its way',
    play: (stage) => {
      const ill = Array.from({ length: 3 }, () => answers(503));
      stage.world.receivers.script(HOOK, answers(200), ...ill, answers(503, { retryAfter: '3600' }));
      stage.says(PARTNER, 0, { client: CLIENT, scenario: 'GREETING', key: 'k1' });
    },
  },
  {
    name: 'silent at night',
    start: EVENING,
    play: (stage) => {
      stage.says(PARTNER, 10 * SECOND, { client: CLIENT, scenario: 'GREETING', key: 'k1' });
    },
  },
  {
    name: 'reminder whose endpoint fails into the night',
    start: EVENING,
    play: (stage) => {
      const ill = Array.from({ length: 4 }, () => answers(503));
      stage.world.receivers.script(HOOK, answers(200), ...ill);
      stage.says(PARTNER, 5 * MINUTE, { client: CLIENT, scenario: 'GREETING', key: 'k1' });
    },
  },
];

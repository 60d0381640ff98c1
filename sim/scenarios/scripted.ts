import { answers, fails } from '../world/replies.ts';
import { HOUR, MINUTE, SECOND } from '../world/times.ts';
import { CHAT_PLAYS } from './chats.ts';
import { FOLLOW_UPS } from './follow-ups.ts';
import { type Scenario, webhookOf } from './stage.ts';

const PARTNER = 'demo';
const CLIENT = 'anna';
const HOOK = webhookOf(PARTNER);

/** Short plays in which every single port call is made to crash its process, once before and once after its effect. */
export const SCRIPTED: readonly Scenario[] = [
  {
    name: 'plain message',
    play: (stage) => stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' }),
  },
  {
    name: 'message without a key',
    play: (stage) => stage.says(PARTNER, 0, { client: CLIENT, scenario: 'COMPLAINT' }),
  },
  {
    name: 'burst',
    play: (stage) => {
      for (const [at, scenario] of [
        [0, 'GREETING'],
        [900, 'TECH_SUPPORT_BASIC'],
        [1900, 'TECH_SUPPORT_BASIC'],
        [4200, 'LESSON_LINK'],
      ] as const)
        stage.says(PARTNER, at, { client: CLIENT, scenario, key: `k${at}` });
    },
  },
  {
    name: 'retry ladder',
    play: (stage) => {
      const refused = fails('connect.refused');
      const busy = answers(503, { retryAfter: '7200' });
      const unheard = fails('response.timeout', true);
      const ladder = [busy, refused, busy, unheard, refused, busy, refused, busy, refused];
      stage.world.receivers.script(HOOK, ...ladder);
      stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' });
      stage.says(PARTNER, MINUTE, { client: CLIENT, key: 'k2' });
    },
  },
  {
    name: 'take-over',
    play: (stage) => {
      stage.world.receivers.script(HOOK, answers(503), answers(503));
      const conversation = stage.conversation(PARTNER, CLIENT);
      stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' });
      stage.says(PARTNER, 9 * SECOND, { client: CLIENT, key: 'k2' });
      stage.at(15 * SECOND, () => stage.operator.take(conversation));
      stage.says(PARTNER, 30 * SECOND, { client: CLIENT, key: 'k3' });
      stage.at(5 * MINUTE, () => stage.operator.handBack(conversation));
    },
  },
  {
    name: 'dead and redriven',
    play: (stage) => {
      const refused = answers(400);
      stage.world.receivers.script(HOOK, refused, refused, refused);
      stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' });
      stage.says(PARTNER, MINUTE, { client: CLIENT, key: 'k2' });
      stage.at(3 * HOUR, () => stage.admin.replayDead());
    },
  },
  {
    name: 'dead and redriven in bulk',
    play: (stage) => {
      const refused = Array.from({ length: 6 }, () => answers(400));
      stage.world.receivers.script(HOOK, ...refused);
      stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' });
      stage.says(PARTNER, MINUTE, { client: 'boris', key: 'k2' });
      stage.at(3 * HOUR, () => stage.admin.redriveDead());
    },
  },
  {
    name: 'endpoint disabled',
    play: (stage) => {
      stage.world.receivers.script(HOOK, answers(410));
      stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' });
      stage.says(PARTNER, MINUTE, { client: CLIENT, key: 'k2' });
      stage.says(PARTNER, HOUR, { client: 'boris', key: 'k3' });
    },
  },
  {
    name: 'endpoint disabled and enabled again',
    play: (stage) => {
      stage.world.receivers.script(HOOK, answers(410));
      stage.says(PARTNER, 0, { client: CLIENT, key: 'k1' });
      stage.says(PARTNER, MINUTE, { client: CLIENT, key: 'k2' });
      stage.says(PARTNER, HOUR, { client: 'boris', key: 'k3' });
      stage.at(2 * HOUR, () => stage.admin.enableDisabled());
    },
  },
  {
    name: 'duplicate from a partner',
    play: (stage) => {
      const twice = { client: CLIENT, text: 'GREETING 0.95 1' };
      stage.says(PARTNER, 0, { ...twice, key: 'k1' });
      stage.says(PARTNER, 3, { ...twice, key: 'k1' });
      stage.says(PARTNER, 2 * SECOND, { ...twice, key: 'k1' });
      const again = { client: 'boris', text: 'GREETING 0.95 2' };
      stage.says(PARTNER, 0, again);
      stage.says(PARTNER, 4 * SECOND, again);
    },
  },
  ...FOLLOW_UPS,
  ...CHAT_PLAYS,
];

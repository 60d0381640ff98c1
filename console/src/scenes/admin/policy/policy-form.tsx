import { Accordion, Group, Text } from '@mantine/core';
import { PRIORITIES, SCENARIOS } from '../../../../../shared/contracts/labels.ts';
import { Card } from '../../../common/card.tsx';
import { useLabels } from '../../../common/labels.ts';
import classes from '../admin.module.css';
import { useAdminTexts } from '../texts.ts';
import { Choice, Choices, ManyMinutes, Minutes, OnOff, Percent, Whole, Words } from './fields.tsx';

interface PolicyFormProps {
  /** What is in force, or drafted in its place. */
  at(path: string): unknown;
  put(path: string, value: unknown): void;
}

/** A field of the policy: its value and what becomes of it, by its path. */
function useFields({ at, put }: PolicyFormProps) {
  return <Value,>(path: string) => ({
    value: at(path) as Value,
    put: (value: Value) => put(path, value),
  });
}

/** Every field of the policy, by what it is about. */
export function PolicyForm(props: PolicyFormProps) {
  return (
    <>
      <Confidence {...props} />
      <Escalation {...props} />
      <FollowUps {...props} />
      <Outages {...props} />
      <Desk {...props} />
      <Scenarios {...props} />
    </>
  );
}

function Confidence(props: PolicyFormProps) {
  const t = useAdminTexts();
  const field = useFields(props);
  const doubts = (['hand_over', 'ask'] as const).map((value) => ({ value, label: t(`doubt_${value}`) }));
  return (
    <Card title={t('thresholds')}>
      <div className={classes['fields']}>
        <Percent
          label={t('thresholdAnswer')}
          empty={t('modelOwn')}
          {...field<number | null>('thresholds.answer')}
        />
        <Percent
          label={t('thresholdRefuse')}
          empty={t('modelOwn')}
          {...field<number | null>('thresholds.refuse')}
        />
        <Choice label={t('doubt')} choices={doubts} {...field<string>('doubt')} />
      </div>
    </Card>
  );
}

function Escalation(props: PolicyFormProps) {
  const t = useAdminTexts();
  const labels = useLabels();
  const field = useFields(props);
  const priorities = PRIORITIES.map((value) => ({ value, label: labels.priority(value) }));
  return (
    <Card title={t('escalationTitle')}>
      <div className={classes['fields']}>
        <Whole label={t('requestsCount')} {...field<number>('escalation.requests.count')} />
        <Minutes label={t('within')} {...field<number>('escalation.requests.within_s')} />
        <Whole label={t('failuresCount')} {...field<number>('escalation.failures.count')} />
        <Minutes label={t('within')} {...field<number>('escalation.failures.within_s')} />
        <Minutes label={t('repeatWithin')} {...field<number>('escalation.repeat_within_s')} />
        <Minutes label={t('lessonLinkWithin')} {...field<number>('escalation.lesson_link_within_s')} />
        <Minutes label={t('acknowledgeEvery')} {...field<number>('escalation.acknowledge_every_s')} />
        <Choice
          label={t('askedForHuman')}
          choices={priorities}
          {...field<string>('escalation.asked_for_human')}
        />
      </div>
      <Text size="sm" fw={600} mt="md" mb={6}>
        {t('deadlines')}
      </Text>
      <div className={classes['fields']}>
        {PRIORITIES.toReversed().map((priority) => (
          <Minutes
            key={priority}
            label={labels.priority(priority)}
            {...field<number>(`escalation.deadline_s.${priority}`)}
          />
        ))}
      </div>
    </Card>
  );
}

function FollowUps(props: PolicyFormProps) {
  const t = useAdminTexts();
  const field = useFields(props);
  return (
    <Card title={t('followUps')}>
      <div className={classes['fields']}>
        <ManyMinutes label={t('remindersAfter')} {...field<number[]>('follow_ups.reminders_s')} />
        <Minutes label={t('farewellAfter')} {...field<number>('follow_ups.farewell_s')} />
        <Minutes label={t('closeAfter')} {...field<number>('follow_ups.close_s')} />
        <Minutes label={t('expireAfter')} {...field<number>('follow_ups.expire_s')} />
        <Minutes label={t('returnAfter')} {...field<number>('follow_ups.return_s')} />
      </div>
      <Text size="sm" fw={600} mt="md" mb={6}>
        {t('quietHours')}
      </Text>
      <Group>
        <Words label={t('from')} {...field<string>('quiet_hours.from')} />
        <Words label={t('to')} {...field<string>('quiet_hours.to')} />
      </Group>
    </Card>
  );
}

function Outages(props: PolicyFormProps) {
  const t = useAdminTexts();
  const field = useFields(props);
  const levels = (['low', 'normal', 'high'] as const).map((value) => ({
    value,
    label: t(`sensitivity_${value}`),
  }));
  const confirming = (['at_once', 'operator'] as const).map((value) => ({
    value,
    label: t(`confirm_${value}`),
  }));
  return (
    <Card title={t('outages')}>
      <div className={classes['fields']}>
        <OnOff label={t('sense')} {...field<boolean>('outages.sense')} />
        <Whole label={t('reporters')} {...field<number>('outages.reporters')} />
        <Choice label={t('sensitivity')} choices={levels} {...field<string>('outages.sensitivity')} />
        <Choice label={t('confirm')} choices={confirming} {...field<string>('outages.confirm')} />
      </div>
    </Card>
  );
}

function Desk(props: PolicyFormProps) {
  const t = useAdminTexts();
  const field = useFields(props);
  const languages = [
    { value: 'ru', label: t('russian') },
    { value: 'en', label: t('english') },
  ];
  return (
    <Card title={t('desk')}>
      <div className={classes['fields']}>
        <Words label={t('zone')} {...field<string>('desk.zone')} />
        <Choice label={t('deskLanguage')} choices={languages} {...field<string>('desk.language')} />
        <Words label={t('deskNameRu')} {...field<string>('desk.name.ru')} />
        <Words label={t('deskNameEn')} {...field<string>('desk.name.en')} />
        <Words label={t('reviewsRu')} {...field<string>('desk.review_sites.ru')} />
        <Words label={t('reviewsEn')} {...field<string>('desk.review_sites.en')} />
      </div>
    </Card>
  );
}

const HAND_OVERS = [
  'always',
  'media',
  'second_request',
  'friend_phone',
  'objection',
  'no_lesson_link',
  'promised',
] as const;
const SEQUELS = ['awaits_client', 'resolved', 'closes', 'none'] as const;

function Scenarios(props: PolicyFormProps) {
  const t = useAdminTexts();
  const labels = useLabels();
  return (
    <Card title={t('scenarioRules')}>
      <Accordion>
        {SCENARIOS.map((scenario) => (
          <Accordion.Item key={scenario} value={scenario}>
            <Accordion.Control>{labels.scenario(scenario)}</Accordion.Control>
            <Accordion.Panel>
              <ScenarioFields {...props} of={`scenarios.${scenario}`} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Card>
  );
}

function ScenarioFields({ of, ...props }: PolicyFormProps & { of: string }) {
  const t = useAdminTexts();
  const labels = useLabels();
  const field = useFields(props);
  const priorities = PRIORITIES.map((value) => ({ value, label: labels.priority(value) }));
  const rules = HAND_OVERS.map((value) => ({ value, label: t(`handOver_${value}`) }));
  const sequels = SEQUELS.map((value) => ({ value, label: t(`then_${value}`) }));
  const typing = field<[number, number]>(`${of}.typing_s`);
  const [from, to] = typing.value;
  return (
    <div className={classes['fields']}>
      <OnOff label={t('enabled')} {...field<boolean>(`${of}.enabled`)} />
      <Choices label={t('handsOver')} choices={rules} {...field<string[]>(`${of}.hands_over`)} />
      <Choice label={t('priorityPlain')} choices={priorities} {...field<string>(`${of}.priority`)} />
      <Choice
        label={t('priorityHandedOver')}
        choices={priorities}
        {...field<string>(`${of}.priority_handed_over`)}
      />
      <Choice
        label={t('priorityRepeated')}
        choices={priorities}
        {...field<string>(`${of}.priority_repeated`)}
      />
      <Choice label={t('then')} choices={sequels} {...field<string>(`${of}.then`)} />
      <Whole label={t('typingFrom')} value={from} put={(value) => typing.put([value, to])} />
      <Whole label={t('typingTo')} value={to} put={(value) => typing.put([from, value])} />
    </div>
  );
}

import { Anchor, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { IncidentBody } from '../../../../shared/contracts/incident-responses.ts';
import { useChange } from '../../api/use-change.ts';
import { Card } from '../../common/card.tsx';
import { Confirm } from '../../common/confirm.tsx';
import { Loaded } from '../../common/loaded.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useMe } from '../../session/use-session.ts';
import { isOpen, titleOf } from './about.ts';
import { BroadcastForm } from './broadcast-form.tsx';
import { Broadcasts } from './broadcasts.tsx';
import classes from './incidents.module.css';
import { Merge } from './merge.tsx';
import { useIncident, useLinked } from './queries.ts';
import { StateBadge } from './state-badge.tsx';
import { useIncidentTexts } from './texts.ts';

/** One outage: how it stands, what is told of it, who reported it. */
export function Incident({ id }: { id: string }) {
  const t = useIncidentTexts();
  const incident = useIncident(id);
  return (
    <>
      <Anchor component={Link} href="/incidents" size="sm">
        <IconChevronLeft size={14} aria-hidden /> {t('all')}
      </Anchor>
      <Loaded query={incident}>{(data) => <Shown incident={data} />}</Loaded>
    </>
  );
}

function Shown({ incident }: { incident: IncidentBody }) {
  const t = useIncidentTexts();
  const { role } = useMe();
  const known = incident.state !== 'suspected' && isOpen(incident);
  return (
    <>
      <Head incident={incident} />
      <div className={classes['two']}>
        <Texts key={incident.version} incident={incident} />
        <Timeline incident={incident} />
      </div>
      <Linked id={incident.id} />
      {known && role === 'admin' && (
        <Card title={t('wider')}>
          <BroadcastForm incident={incident.id} />
        </Card>
      )}
      <Broadcasts of={[incident.id, ...incident.merged]} />
    </>
  );
}

function Head({ incident }: { incident: IncidentBody }) {
  const t = useIncidentTexts();
  const format = useFormat();
  const { state, opened_at, reporters, usual, owner, linked, settled, merged_into } = incident;
  const facts = [
    t('since', { at: format.moment(opened_at) }),
    reporters !== null && t('reporters', { count: reporters }),
    usual !== null && t('usual', { usual: format.number(Math.round(usual * 10) / 10) }),
    linked > 0 && t('linked', { count: linked }),
    settled && t('closedWith', { count: settled.closed }),
    owner !== null && t('owner', { who: owner }),
  ].filter((fact) => typeof fact === 'string');
  return (
    <Card>
      <Group gap="sm" mb={6}>
        <Title order={1} size="h3">
          {titleOf(incident, t)}
        </Title>
        <StateBadge state={state} />
      </Group>
      <Text size="sm" c="var(--desk-quiet)" mb="sm">
        {facts.join(' · ')}
      </Text>
      {merged_into !== null && (
        <Anchor component={Link} href={`/incidents/${merged_into}`} size="sm">
          {t('mergedInto')}
        </Anchor>
      )}
      {isOpen(incident) && <Steps incident={incident} />}
    </Card>
  );
}

/** What can be done next. */
function Steps({ incident: { id, version, state, owner } }: { incident: IncidentBody }) {
  const t = useIncidentTexts();
  const me = useMe();
  const changing = useChange('incidents', 'broadcasts', 'conversations');
  const [note, setNote] = useState('');
  const run = (step: string, body: Record<string, unknown> = {}) =>
    void changing
      .run('POST', `/api/incidents/${id}/${step}`, { version, note: note || null, ...body }, t('done'))
      .then(() => setNote(''));
  return (
    <Stack gap="xs">
      <Textarea
        autosize
        maw={520}
        aria-label={t('note')}
        placeholder={t('note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group gap="xs">
        {state === 'suspected' && (
          <>
            <Confirm variant="filled" what={t('confirmWhat')} confirmed={() => run('confirm')}>
              {t('confirm')}
            </Confirm>
            <Confirm what={t('dismissWhat')} confirmed={() => run('dismiss')}>
              {t('dismiss')}
            </Confirm>
          </>
        )}
        {state === 'confirmed' && (
          <Button size="compact-sm" variant="default" onClick={() => run('update', { state: 'identified' })}>
            {t('identify')}
          </Button>
        )}
        {(state === 'confirmed' || state === 'identified') && (
          <Button size="compact-sm" variant="default" onClick={() => run('update', { state: 'monitoring' })}>
            {t('monitor')}
          </Button>
        )}
        {state !== 'suspected' && (
          <Confirm variant="filled" what={t('resolveWhat')} confirmed={() => run('resolve')}>
            {t('resolve')}
          </Confirm>
        )}
        {owner !== me.id && (
          <Button size="compact-sm" variant="default" onClick={() => run('update', { owner: me.id })}>
            {t('takeOwner')}
          </Button>
        )}
      </Group>
      <Merge incident={{ id, state }} merged={(into) => run('merge', { into })} />
    </Stack>
  );
}

function Texts({ incident: { id, version, texts, state } }: { incident: IncidentBody }) {
  const t = useIncidentTexts();
  const changing = useChange('incidents');
  const [drafts, setDrafts] = useState({
    notice: { ru: texts.notice.ru.text, en: texts.notice.en.text },
    restore: { ru: texts.restore.ru.text, en: texts.restore.en.text },
  });
  const field = (stage: 'notice' | 'restore', language: 'ru' | 'en') => (
    <Textarea
      autosize
      minRows={2}
      label={`${t(stage)}, ${t(`said_${language}`)}`}
      description={texts[stage][language].own ? t('ownText') : undefined}
      value={drafts[stage][language]}
      onChange={({ currentTarget: { value } }) =>
        setDrafts({ ...drafts, [stage]: { ...drafts[stage], [language]: value } })
      }
    />
  );
  const changedOf = (stage: 'notice' | 'restore') => ({
    ...(drafts[stage].ru !== texts[stage].ru.text && { ru: drafts[stage].ru }),
    ...(drafts[stage].en !== texts[stage].en.text && { en: drafts[stage].en }),
  });
  const changed = { notice: changedOf('notice'), restore: changedOf('restore') };
  const any = Object.keys({ ...changed.notice, ...changed.restore }).length > 0;
  return (
    <Card title={t('texts')}>
      <Stack gap="sm">
        {field('notice', 'ru')}
        {field('notice', 'en')}
        {field('restore', 'ru')}
        {field('restore', 'en')}
        {isOpen({ state }) && (
          <Group>
            <Button
              size="compact-sm"
              disabled={!any}
              loading={changing.busy}
              onClick={() =>
                void changing.run(
                  'POST',
                  `/api/incidents/${id}/update`,
                  { version, texts: changed },
                  t('done'),
                )
              }
            >
              {t('save')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}

/** Stands in the timeline for what the desk noticed by itself. */
const SENSING = 'sensing';

function Timeline({ incident: { timeline } }: { incident: IncidentBody }) {
  const t = useIncidentTexts();
  const format = useFormat();
  return (
    <Card title={t('timeline')}>
      {timeline.toReversed().map(({ at, by, deed, note, state, incident_id }) => (
        <div key={`${at}/${deed}/${by}`} className={classes['line']}>
          <Text size="sm">
            {format.moment(at)} · {by === SENSING ? t('sensing') : by} ·{' '}
            {t(deed === 'merged' && state === 'merged' ? 'deed_mergedInto' : `deed_${deed}`)}
            {deed === 'changed' && `, ${t(`state_${state}`)}`}
            {incident_id !== null && (
              <>
                {' ('}
                <Anchor component={Link} href={`/incidents/${incident_id}`} size="sm">
                  {t('otherIncident')}
                </Anchor>
                )
              </>
            )}
            {note !== null && `: ${note}`}
          </Text>
        </div>
      ))}
    </Card>
  );
}

function Linked({ id }: { id: string }) {
  const t = useIncidentTexts();
  const linked = useLinked(id);
  return (
    <Card title={t('conversations')}>
      <Loaded query={linked}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="var(--desk-quiet)">
              {t('noConversations')}
            </Text>
          ) : (
            items.map((item) => (
              <div key={item.id} className={classes['line']}>
                <Anchor component={Link} href={`/inbox/${item.id}`} size="sm">
                  {item.client_name ?? item.client_id}
                </Anchor>
                <Text size="sm" className={classes['grow'] ?? ''} lineClamp={1}>
                  {item.last_message?.text}
                </Text>
              </div>
            ))
          )
        }
      </Loaded>
    </Card>
  );
}

import { Button, Group, NumberInput, Select, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type * as z from 'zod/mini';
import type {
  KeywordBody,
  KeywordItem,
  KeywordsBody,
  KeywordsPreviewBody,
  KeywordsVersion,
} from '../../../../../shared/contracts/keyword-responses.ts';
import { SCENARIOS } from '../../../../../shared/contracts/labels.ts';
import { change, read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Card } from '../../../common/card.tsx';
import { Confirm } from '../../../common/confirm.tsx';
import { useLabels } from '../../../common/labels.ts';
import { Loaded } from '../../../common/loaded.tsx';
import { Nothing } from '../../../common/nothing.tsx';
import { useProblemTexts } from '../../../common/problem-texts.ts';
import { Sideways } from '../../../common/sideways.tsx';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';
import { Versions } from '../versions.tsx';

const CHOICES = SCENARIOS.filter((one) => one !== 'MASS_OUTAGE' && one !== 'UNKNOWN');
const USUAL = 5;
const TYPING_MS = 400;

/** Words by which the desk knows a scenario by itself. */
export function Keywords() {
  const t = useAdminTexts();
  const keywords = useQuery({
    queryKey: ['keywords'],
    queryFn: ({ signal }) => read<KeywordsBody>('/api/keywords', {}, signal),
  });
  return (
    <Loaded query={keywords}>
      {({ items, version }) => (
        <Page
          title={t('keywords')}
          what={t('keywordsWhat')}
          tools={
            <Versions<z.infer<typeof KeywordsVersion>>
              of="keywords"
              path="/api/keywords/versions"
              rollbackPath="/api/keywords/rollback"
              current={version}
              shown={(one) => <Text size="sm">{one.keywords.map(({ keyword }) => keyword).join(', ')}</Text>}
            />
          }
        >
          <NewKeyword version={version} />
          {items.length === 0 ? <Nothing>{t('noKeywords')}</Nothing> : <List items={items} />}
        </Page>
      )}
    </Loaded>
  );
}

function NewKeyword({ version }: { version: number }) {
  const t = useAdminTexts();
  const labels = useLabels();
  const changing = useChange('keywords');
  const [keyword, setKeyword] = useState('');
  const [scenario, setScenario] = useState<string | null>(null);
  const [priority, setPriority] = useState(USUAL);
  const [text, setText] = useState('');
  const tried = scenario !== null && keyword.trim() !== '' ? { scenario, keyword, priority } : undefined;
  const add = async () => {
    const body = { ...tried, seen_version: version };
    if (await changing.run<KeywordBody>('POST', '/api/keywords', body, t('keywordAdded'))) setKeyword('');
  };
  return (
    <Card>
      <Stack>
        <Group align="end" grow preventGrowOverflow={false}>
          <TextInput
            label={t('keyword')}
            value={keyword}
            onChange={(event) => setKeyword(event.currentTarget.value)}
          />
          <Select
            label={t('scenario')}
            searchable
            value={scenario}
            data={CHOICES.map((value) => ({ value, label: labels.scenario(value) }))}
            onChange={setScenario}
          />
          <NumberInput
            label={t('keywordPriority')}
            min={1}
            max={10}
            value={priority}
            onChange={(value) => setPriority(Number(value) || USUAL)}
          />
          <Button disabled={!tried} loading={changing.busy} onClick={add}>
            {t('addKeyword')}
          </Button>
        </Group>
        <Text size="xs" c="var(--desk-quiet)">
          {t('keywordPriorityHint')}
        </Text>
        <Textarea
          label={t('tryKeyword')}
          placeholder={t('tryText')}
          autosize
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Effect tried={tried} text={text} />
      </Stack>
    </Card>
  );
}

/** What it would do: in this text, and in what was decided lately. */
function Effect({ tried, text }: { tried: object | undefined; text: string }) {
  const t = useAdminTexts();
  const labels = useLabels();
  const say = useProblemTexts();
  const [settled] = useDebouncedValue(JSON.stringify({ add: tried ? [tried] : [], text }), TYPING_MS);
  const worth = tried !== undefined || text.trim() !== '';
  const preview = useQuery({
    queryKey: ['preview', 'keywords', settled],
    queryFn: () => change<KeywordsPreviewBody>('POST', '/api/keywords/preview', JSON.parse(settled)),
    enabled: worth,
    retry: false,
    placeholderData: (before) => before,
  });
  if (!worth) return null;
  if (preview.isError)
    return (
      <Text size="sm" role="alert">
        {say(preview.error)}
      </Text>
    );
  if (!preview.data) return null;
  const { decides, turns, changed, conversations, next } = preview.data;
  return (
    <div aria-live="polite">
      {text.trim() !== '' && (
        <Text size="sm">
          {decides
            ? t('decidesKeyword', { keyword: decides.keyword, scenario: labels.scenario(decides.scenario) })
            : t('decidesNone')}
        </Text>
      )}
      {tried && (
        <Text size="sm" c="var(--desk-quiet)">
          {t('tryResult', { turns, conversations, changed })} {next !== null && t('tryMore')}
        </Text>
      )}
    </div>
  );
}

function List({ items }: { items: readonly KeywordItem[] }) {
  const t = useAdminTexts();
  const labels = useLabels();
  const changing = useChange('keywords');
  return (
    <Card>
      <Sideways>
        <Table miw={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('keyword')}</Table.Th>
              <Table.Th>{t('scenario')}</Table.Th>
              <Table.Th>{t('keywordPriority')}</Table.Th>
              <Table.Th>{t('addedBy')}</Table.Th>
              <Table.Th aria-label={t('remove')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ id, keyword, scenario, priority, added_by }) => (
              <Table.Tr key={id}>
                <Table.Td>{keyword}</Table.Td>
                <Table.Td>{labels.scenario(scenario)}</Table.Td>
                <Table.Td>{priority}</Table.Td>
                <Table.Td>{added_by ?? '–'}</Table.Td>
                <Table.Td>
                  <Confirm
                    what={t('removeWhat', { name: keyword })}
                    confirmed={() =>
                      void changing.run('DELETE', `/api/keywords/${id}`, undefined, t('keywordRemoved'))
                    }
                  >
                    {t('remove')}
                  </Confirm>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Sideways>
    </Card>
  );
}

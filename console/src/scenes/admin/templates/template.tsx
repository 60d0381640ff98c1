import { Alert, Anchor, Badge, Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type * as z from 'zod/mini';
import type {
  PreviewedBody,
  TemplateBody,
  TemplateVersion,
} from '../../../../../shared/contracts/handbook-responses.ts';
import { change } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Card } from '../../../common/card.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { useProblemTexts } from '../../../common/problem-texts.ts';
import classes from '../admin.module.css';
import { Page } from '../page.tsx';
import { PublishBar } from '../publish-bar.tsx';
import { useAdminTexts } from '../texts.ts';
import { Versions } from '../versions.tsx';
import { useTemplateNames } from './names.ts';
import { useTemplate } from './queries.ts';

const TYPING_MS = 350;
type Spoken = 'ru' | 'en';

/** One text in both languages, as it is written and as a client would read it. */
export function Template({ name }: { name: string }) {
  const template = useTemplate(name);
  return <Loaded query={template}>{(data) => <Editor key={data.version} template={data} />}</Loaded>;
}

function Editor({ template }: { template: TemplateBody }) {
  const t = useAdminTexts();
  const nameOf = useTemplateNames();
  const changing = useChange('templates');
  const { scenario, languages, version } = template;
  const [ru, setRu] = useState(languages.ru.text);
  const [en, setEn] = useState(languages.en.text);
  const [without, setWithout] = useState<string[]>([]);
  const changed = { ...(ru !== languages.ru.text && { ru }), ...(en !== languages.en.text && { en }) };
  const isChanged = Object.keys(changed).length > 0;
  const publish = (reason: string | null) =>
    void changing.run(
      'PUT',
      `/api/templates/${scenario}`,
      { texts: changed, seen_version: version, reason },
      t('published'),
    );
  return (
    <Page
      title={nameOf(scenario)}
      what={t('syntax')}
      tools={
        <Versions<z.infer<typeof TemplateVersion>>
          of="templates"
          path="/api/templates/versions"
          query={{ scenario }}
          rollbackPath="/api/templates/rollback"
          rollbackBody={{ scenario }}
          current={version}
          shown={({ texts }) => (
            <>
              {texts.ru !== undefined && <Text size="sm">{texts.ru}</Text>}
              {texts.en !== undefined && <Text size="sm">{texts.en}</Text>}
            </>
          )}
        />
      }
    >
      <Anchor component={Link} href="/admin/templates" size="sm">
        <IconChevronLeft size={14} aria-hidden /> {t('back')}
      </Anchor>
      <div className={classes['two']}>
        <OneLanguage template={template} language="ru" text={ru} write={setRu} without={without} />
        <OneLanguage template={template} language="en" text={en} write={setEn} without={without} />
      </div>
      {template.parameters.length > 0 && (
        <Parameters template={template} without={without} choose={setWithout} />
      )}
      <PublishBar changed={isChanged} busy={changing.busy} publish={publish}>
        {isChanged && <Text size="sm">{t('changedUnsaved')}</Text>}
      </PublishBar>
    </Page>
  );
}

interface OneLanguageProps {
  template: TemplateBody;
  language: Spoken;
  text: string;
  write(text: string): void;
  without: readonly string[];
}

function OneLanguage({ template, language, text, write, without }: OneLanguageProps) {
  const t = useAdminTexts();
  const say = useProblemTexts();
  const preview = usePreview(template.scenario, language, text, without);
  const shipped = template.shipped[language];
  return (
    <Card title={t(language === 'ru' ? 'russian' : 'english')}>
      <Stack gap="sm">
        <Textarea
          autosize
          minRows={5}
          maxRows={16}
          aria-label={t(language === 'ru' ? 'russian' : 'english')}
          value={text}
          error={preview.isError && say(preview.error)}
          onChange={(event) => write(event.currentTarget.value)}
        />
        {text !== shipped && (
          <Button size="compact-sm" variant="subtle" onClick={() => write(shipped)}>
            {t('useShipped')}
          </Button>
        )}
        <Text size="xs" c="var(--desk-quiet)">
          {t('preview')}
        </Text>
        <div className={classes['preview']} aria-live="polite">
          {preview.data?.text ?? '…'}
        </div>
        {preview.data && preview.data.missing.length > 0 && (
          <Alert color="yellow" p="xs">
            {t('missingIn', { names: preview.data.missing.join(', ') })}
          </Alert>
        )}
      </Stack>
    </Card>
  );
}

/** The text as a client would read it, by the desk's own judgement, a moment after the last letter. */
function usePreview(scenario: string, language: Spoken, text: string, without: readonly string[]) {
  const [settled] = useDebouncedValue(text, TYPING_MS);
  return useQuery({
    queryKey: ['preview', scenario, language, settled, without],
    queryFn: () =>
      change<PreviewedBody>('POST', '/api/templates/preview', { scenario, language, text: settled, without }),
    placeholderData: (before) => before,
    retry: false,
  });
}

interface ParametersProps {
  template: TemplateBody;
  without: readonly string[];
  choose(without: string[]): void;
}

function Parameters({ template, without, choose }: ParametersProps) {
  const t = useAdminTexts();
  return (
    <Card title={t('parameters')}>
      <Stack gap={6}>
        {template.parameters.map(({ name, may_be_missing, sample }) => (
          <Group key={name} gap="sm">
            <code>{`{${name}}`}</code>
            <Text size="sm">{sample.ru}</Text>
            {may_be_missing ? (
              <Checkbox
                size="xs"
                label={t('withoutParameter')}
                checked={without.includes(name)}
                onChange={({ currentTarget: { checked } }) =>
                  choose(checked ? [...without, name] : without.filter((one) => one !== name))
                }
              />
            ) : (
              <Badge size="xs" variant="default" tt="none">
                {t('alwaysKnown')}
              </Badge>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

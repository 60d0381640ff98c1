import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type * as z from 'zod/mini';
import type { PolicyDryRunBody } from '../../../../../shared/contracts/dry-run-responses.ts';
import type { PolicyStateBody, PolicyVersion } from '../../../../../shared/contracts/handbook-responses.ts';
import { read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { useLabels } from '../../../common/labels.ts';
import { Loaded } from '../../../common/loaded.tsx';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';
import { Versions } from '../versions.tsx';
import { type Tree, valueAt, withValue } from './paths.ts';
import { PolicyForm } from './policy-form.tsx';

/** How the bot behaves: what differs from the shipped policy is published, and can be tried on stored conversations first. */
export function Policy() {
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => read<PolicyStateBody>('/api/policy', {}, signal),
  });
  return <Loaded query={policy}>{(state) => <Editor key={state.version} state={state} />}</Loaded>;
}

function Editor({ state }: { state: PolicyStateBody }) {
  const t = useAdminTexts();
  const [drafted, draft] = useState<Tree>({});
  const [changes, setChanges] = useState<Tree>(state.changes);
  const [reason, setReason] = useState('');
  const changing = useChange('policy');
  const put = (path: string, value: unknown) => {
    draft(withValue(drafted, path, value));
    setChanges(withValue(changes, path, value));
  };
  const at = (path: string): unknown =>
    valueAt(drafted, path) ?? draftedNull(drafted, path) ?? valueAt(state.policy, path);
  const isChanged = Object.keys(drafted).length > 0;
  const publish = () =>
    void changing.run(
      'PUT',
      '/api/policy',
      { changes, seen_version: state.version, reason: reason || null },
      t('published'),
    );
  return (
    <Page
      title={t('policy')}
      what={t('policyWhat')}
      tools={
        <Versions<z.infer<typeof PolicyVersion>>
          of="policy"
          path="/api/policy/versions"
          rollbackPath="/api/policy/rollback"
          current={state.version}
          shown={(version) => (
            <Text size="xs" ff="monospace">
              {JSON.stringify(version.changes)}
            </Text>
          )}
        />
      }
    >
      {state.issues.length > 0 && (
        <Alert color="red">
          {t('issues', { issues: state.issues.map(({ path, message }) => `${path} ${message}`).join('; ') })}
        </Alert>
      )}
      <PolicyForm at={at} put={put} />
      <Stack gap="xs">
        <Group align="end">
          <TextInput
            label={t('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            flex={1}
            maw={420}
          />
          <Button disabled={!isChanged} loading={changing.busy} onClick={publish}>
            {t('publish')}
          </Button>
          <Button
            variant="default"
            disabled={!isChanged}
            onClick={() => {
              draft({});
              setChanges(state.changes);
            }}
          >
            {t('discard')}
          </Button>
        </Group>
        <DryRun changes={changes} disabled={!isChanged} />
      </Stack>
    </Page>
  );
}

/** Null is a value of its own where a threshold is the model's; `??` would look past it. */
function draftedNull(drafted: Tree, path: string): null | undefined {
  const names = path.split('.');
  const parent = valueAt(drafted, names.slice(0, -1).join('.'));
  const last = names.at(-1) ?? '';
  return typeof parent === 'object' && parent !== null && (parent as Tree)[last] === null ? null : undefined;
}

function DryRun({ changes, disabled }: { changes: Tree; disabled: boolean }) {
  const t = useAdminTexts();
  const labels = useLabels();
  const trying = useChange();
  const [result, setResult] = useState<PolicyDryRunBody>();
  const run = async () =>
    setResult(await trying.run<PolicyDryRunBody>('POST', '/api/policy/dry-run', { changes }));
  return (
    <>
      <Group>
        <Button size="compact-sm" variant="subtle" disabled={disabled} loading={trying.busy} onClick={run}>
          {t('tryFirst')}
        </Button>
      </Group>
      {result && (
        <Alert role="status">
          <Text size="sm">
            {t('tryResult', {
              turns: result.turns,
              conversations: result.conversations,
              changed: result.changed,
            })}{' '}
            {result.next !== null && t('tryMore')}
          </Text>
          {Object.entries(result.reasons)
            .filter(([, { before, after }]) => before !== after)
            .map(([reason, { before, after }]) => (
              <Text key={reason} size="sm">
                {t('tryReasons', {
                  reason: labels.reason(reason as Parameters<typeof labels.reason>[0]),
                  before,
                  after,
                })}
              </Text>
            ))}
        </Alert>
      )}
    </>
  );
}

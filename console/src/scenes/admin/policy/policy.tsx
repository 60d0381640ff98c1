import { Alert, Button, Group, Stack, Text } from '@mantine/core';
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
import { PublishBar } from '../publish-bar.tsx';
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

const NOTHING: ReadonlyMap<string, unknown> = new Map();

function Editor({ state }: { state: PolicyStateBody }) {
  const t = useAdminTexts();
  /** What is to be otherwise, by its path. */
  const [drafts, draft] = useState<ReadonlyMap<string, unknown>>(NOTHING);
  const changing = useChange('policy');
  const changes = [...drafts].reduce<Tree>(
    (tree, [path, value]) => withValue(tree, path, value),
    state.changes,
  );
  const at = (path: string): unknown => (drafts.has(path) ? drafts.get(path) : valueAt(state.policy, path));
  const put = (path: string, value: unknown) => draft(new Map(drafts).set(path, value));
  const publish = (reason: string | null) =>
    void changing.run('PUT', '/api/policy', { changes, seen_version: state.version, reason }, t('published'));
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
        <PublishBar changed={drafts.size > 0} busy={changing.busy} publish={publish}>
          <Button variant="default" disabled={drafts.size === 0} onClick={() => draft(NOTHING)}>
            {t('discard')}
          </Button>
        </PublishBar>
        <DryRun changes={changes} disabled={drafts.size === 0} />
      </Stack>
    </Page>
  );
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

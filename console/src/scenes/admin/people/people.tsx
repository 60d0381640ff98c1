import { ActionIcon, Badge, Button, Group, Menu, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  OperatorItem,
  OperatorsBody,
  OperatorWithPassword,
} from '../../../../../shared/contracts/people-responses.ts';
import { read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Adding } from '../../../common/adding.tsx';
import { Card } from '../../../common/card.tsx';
import { Confirm } from '../../../common/confirm.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Secret } from '../../../common/secret.tsx';
import { Sideways } from '../../../common/sideways.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';

/** Who works here. */
export function People() {
  const t = useAdminTexts();
  const [fresh, setFresh] = useState<OperatorWithPassword>();
  const operators = useQuery({
    queryKey: ['operators'],
    queryFn: ({ signal }) => read<OperatorsBody>('/api/admin/operators', {}, signal),
  });
  return (
    <Page
      title={t('people')}
      what={t('peopleWhat')}
      tools={
        <Adding title={t('newOperator')}>
          {(done) => (
            <NewOperator
              added={(operator) => {
                done();
                setFresh(operator);
              }}
            />
          )}
        </Adding>
      }
    >
      {fresh && <Secret name={t('initialPassword', { id: fresh.id })} value={fresh.initial_password ?? ''} />}
      <Loaded query={operators}>
        {({ items }) => (
          <Card>
            <Sideways>
              <Table miw={680}>
                <Table.Tbody>
                  {items.map((operator) => (
                    <Person key={operator.id} operator={operator} freshPassword={setFresh} />
                  ))}
                </Table.Tbody>
              </Table>
            </Sideways>
          </Card>
        )}
      </Loaded>
    </Page>
  );
}

interface PersonProps {
  operator: OperatorItem;
  freshPassword(operator: OperatorWithPassword): void;
}

function Person({ operator, freshPassword }: PersonProps) {
  const t = useAdminTexts();
  const format = useFormat();
  const { id, name, role, disabled_at, password_change_required, sessions } = operator;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="var(--desk-quiet)">
          {id}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge miw="fit-content" variant={role === 'admin' ? 'light' : 'default'} tt="none">
          {t(`role_${role}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {disabled_at === null ? t('active') : t('disabledSince', { at: format.day(disabled_at) })}
        </Text>
        <Text size="xs" c="var(--desk-quiet)">
          {password_change_required ? t('mustChange') : t('sessions', { count: sessions })}
        </Text>
      </Table.Td>
      <Table.Td>
        <PersonActions operator={operator} freshPassword={freshPassword} />
      </Table.Td>
    </Table.Tr>
  );
}

function PersonActions({ operator: { id, role, disabled_at }, freshPassword }: PersonProps) {
  const t = useAdminTexts();
  const changing = useChange('operators');
  const path = `/api/admin/operators/${id}`;
  const post = (action: string) => void changing.run('POST', `${path}/${action}`, undefined, t('saved'));
  const reset = async () => {
    const fresh = await changing.run<OperatorWithPassword>('POST', `${path}/reset-password`);
    if (fresh) freshPassword(fresh);
  };
  const other = role === 'admin' ? 'operator' : 'admin';
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <Confirm what={t('resetWhat', { id })} confirmed={() => void reset()}>
        {t('resetPassword')}
      </Confirm>
      {disabled_at === null ? (
        <Confirm what={t('disableWhat', { id })} confirmed={() => post('disable')}>
          {t('disable')}
        </Confirm>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => post('enable')}>
          {t('enable')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={26} aria-label={t('moreFor', { id })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void changing.run('PUT', path, { role: other }, t('saved'))}>
            {t(other === 'admin' ? 'makeAdmin' : 'makeOperator')}
          </Menu.Item>
          <Menu.Item onClick={() => post('end-sessions')}>{t('endSessions')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function NewOperator({ added }: { added(operator: OperatorWithPassword): void }) {
  const t = useAdminTexts();
  const changing = useChange('operators');
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState('operator');
  const add = async () => {
    const body = { id, role, name: name || null };
    const operator = await changing.run<OperatorWithPassword>('POST', '/api/admin/operators', body);
    if (operator) added(operator);
  };
  return (
    <Stack>
      <TextInput
        data-autofocus
        label={t('id')}
        description={t('idHint')}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <TextInput label={t('name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label={t('role')}
        value={role}
        allowDeselect={false}
        data={['operator', 'admin'].map((value) => ({ value, label: t(`role_${value as 'operator'}`) }))}
        onChange={(value) => setRole(value ?? 'operator')}
      />
      <Button disabled={id === ''} loading={changing.busy} onClick={add}>
        {t('add')}
      </Button>
    </Stack>
  );
}

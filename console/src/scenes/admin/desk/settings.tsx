import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SettingsBody } from '../../../../../shared/contracts/partners-responses.ts';
import { read } from '../../../api/client.ts';
import { Card } from '../../../common/card.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';

/** What the deployment has set. */
export function Settings() {
  const t = useAdminTexts();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => read<SettingsBody>('/api/admin/settings', {}, signal),
  });
  return (
    <Page title={t('settings')} what={t('settingsWhat')}>
      <Loaded query={settings}>
        {({ stage, pace, limits, public_url, second_opinion }) => (
          <Card>
            <Table>
              <Table.Tbody>
                {[
                  [t('stage'), stage],
                  [t('publicUrl'), public_url],
                  [t('pace'), pace],
                  [t('limits'), limits],
                  [t('secondOpinion'), t(second_opinion ? 'yes' : 'no')],
                ].map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Th w={220}>{name}</Table.Th>
                    <Table.Td>{value}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        )}
      </Loaded>
    </Page>
  );
}

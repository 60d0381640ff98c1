import { Anchor, Badge, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Card } from '../../../common/card.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Sideways } from '../../../common/sideways.tsx';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';
import { useTemplateNames } from './names.ts';
import { useTemplates } from './queries.ts';

/** Everything that the desk says by itself. */
export function Templates() {
  const t = useAdminTexts();
  const language = useLanguage();
  const nameOf = useTemplateNames();
  const templates = useTemplates();
  return (
    <Page title={t('templates')} what={t('templatesWhat')}>
      <Loaded query={templates}>
        {({ items }) => (
          <Card>
            <Sideways>
              <Table miw={560}>
                <Table.Tbody>
                  {items.map(({ scenario, languages, published, version }) => (
                    <Table.Tr key={scenario}>
                      <Table.Td w={250}>
                        <Anchor component={Link} href={`/admin/templates/${scenario}`} size="sm" fw={600}>
                          {nameOf(scenario)}
                        </Anchor>
                        <div>
                          {published && (
                            <Badge size="xs" variant="light" tt="none">
                              {t('ownText', { version })}
                            </Badge>
                          )}
                        </div>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm" lineClamp={2}>
                          {languages[language].text}
                        </Text>
                      </Table.Td>
                    </Table.Tr>
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

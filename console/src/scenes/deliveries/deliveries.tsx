import { Tabs, Title } from '@mantine/core';
import { useLocation } from 'wouter';
import classes from './deliveries.module.css';
import { Endpoints } from './endpoints.tsx';
import { Failed } from './failed.tsx';
import { useDeliveryTexts } from './texts.ts';

const TABS = ['dead', 'held', 'endpoints'] as const;

/** What did not arrive, what waits, and how the places fare where replies go. */
export default function Deliveries() {
  const t = useDeliveryTexts();
  const [at, go] = useLocation();
  const tab = TABS.find((name) => at.endsWith(`/${name}`)) ?? 'dead';
  return (
    <div className={classes['scene']}>
      <Title order={1} size="h3">
        {t('title')}
      </Title>
      <Tabs value={tab} onChange={(name) => go(`/deliveries/${name ?? 'dead'}`)} keepMounted={false}>
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="dead" pt="md">
          <Failed state="dead" />
        </Tabs.Panel>
        <Tabs.Panel value="held" pt="md">
          <Failed state="held" />
        </Tabs.Panel>
        <Tabs.Panel value="endpoints" pt="md">
          <Endpoints />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

import { SegmentedControl } from '@mantine/core';
import type { Customer } from './cast.ts';
import { useSandboxTexts } from './texts.ts';

interface ChooseCustomerProps {
  cast: readonly Customer[];
  customer: Customer;
  choose(customer: Customer): void;
}

/** In whose hands it is. */
export function ChooseCustomer({ cast, customer, choose }: ChooseCustomerProps) {
  const t = useSandboxTexts();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('customer')}
      value={customer.id}
      data={cast.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => choose(cast.find((one) => one.id === id) ?? customer)}
    />
  );
}

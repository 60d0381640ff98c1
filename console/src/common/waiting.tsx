import { Center, Loader } from '@mantine/core';
import { useCommonTexts } from './texts.ts';

export function Waiting() {
  const t = useCommonTexts();
  return (
    <Center mih={160} h="100%">
      <Loader aria-label={t('loading')} role="status" />
    </Center>
  );
}

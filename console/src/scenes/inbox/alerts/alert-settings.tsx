import { ActionIcon, Popover, Stack, Switch, Text } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useInboxTexts } from '../texts.ts';
import { beep } from './beep.ts';
import { chooseAlerts, useAlertChoice } from './settings.ts';

/** Whether to be called by a sound or a notice of the desktop; nothing of it unless chosen. */
export function AlertSettings() {
  const t = useInboxTexts();
  const choice = useAlertChoice();
  const [denied, setDenied] = useState(false);
  const chooseNotices = async (wanted: boolean) => {
    const granted =
      !wanted || ('Notification' in window && (await Notification.requestPermission()) === 'granted');
    setDenied(!granted);
    chooseAlerts({ ...choice, notices: wanted && granted });
  };
  const on = choice.sound || choice.notices;
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={t('settings')}>
          {on ? <IconBell size={16} /> : <IconBellOff size={16} />}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={250}>
          <Switch
            size="sm"
            label={t('sound')}
            checked={choice.sound}
            onChange={({ currentTarget: { checked } }) => {
              chooseAlerts({ ...choice, sound: checked });
              if (checked) beep();
            }}
          />
          <Switch
            size="sm"
            label={t('notices')}
            checked={choice.notices}
            onChange={({ currentTarget: { checked } }) => void chooseNotices(checked)}
          />
          <Switch
            size="sm"
            label={t('noticeWords')}
            disabled={!choice.notices}
            checked={choice.words}
            onChange={({ currentTarget: { checked } }) => chooseAlerts({ ...choice, words: checked })}
          />
          {denied && <Text size="xs">{t('noticesDenied')}</Text>}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

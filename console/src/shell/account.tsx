import {
  Avatar,
  Menu,
  Modal,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKey, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import { speak } from '../i18n/language.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { ChangePassword } from '../session/change-password.tsx';
import { signOut } from '../session/session.ts';
import { useMe } from '../session/use-session.ts';
import classes from './frame.module.css';
import { useShellTexts } from './texts.ts';

/** Who sits here: name, language, colours, password, and the way out. */
export function Account() {
  const t = useShellTexts();
  const { name, role } = useMe();
  const spoken = useLanguage();
  const [password, setPassword] = useState(false);
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <>
      <Menu position="right-end" withinPortal>
        <Menu.Target>
          <UnstyledButton aria-label={t('account', { name })}>
            {/* Drawn by the style sheet: whoever speaks to the desk would have to say the initials, else. */}
            <Avatar color="desk" size={34}>
              <span className={classes['initials']} data-initials={initialsOf(name)} />
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" c="var(--desk-text)">
              {name}
            </Text>
            <Text size="xs" c="var(--desk-quiet)">
              {t(role === 'admin' ? 'adminRole' : 'operator')}
            </Text>
          </Menu.Label>
          <Menu.Item
            leftSection={<IconLanguage size={16} />}
            onClick={() => speak(spoken === 'ru' ? 'en' : 'ru')}
          >
            {t('language')}
          </Menu.Item>
          <Menu.Item
            leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />}
            onClick={() => setColorScheme(dark ? 'light' : 'dark')}
          >
            {t(dark ? 'light' : 'dark')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setPassword(true)}>
            {t('password')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut()}>
            {t('leave')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut(true)}>
            {t('leaveEverywhere')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={password} onClose={() => setPassword(false)} title={t('password')}>
        <ChangePassword done={() => setPassword(false)} />
      </Modal>
    </>
  );
}

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.slice(0, 1))
    .slice(0, 2)
    .join('');
}

import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { Route, Switch } from 'wouter';
import { QUERIES } from './api/queries.ts';
import { useCommonTexts } from './common/texts.ts';
import { Waiting } from './common/waiting.tsx';
import { HotkeysProvider } from './hotkeys/hotkeys-provider.tsx';
import { Desk } from './shell/desk.tsx';
import { THEME } from './theme.ts';

const Sandbox = lazy(() => import('./sandbox/sandbox.tsx'));

/** Everything, inside what everything needs. The sandbox plays customers: nobody signs in there. */
export function App() {
  return (
    <MantineProvider
      theme={useTheme()}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={QUERIES}>
        <Notifications position="bottom-left" limit={4} />
        <HotkeysProvider>
          <Suspense fallback={<Waiting />}>
            <Switch>
              <Route path="/sandbox/*?">
                <Sandbox />
              </Route>
              <Route>
                <Desk />
              </Route>
            </Switch>
          </Suspense>
        </HotkeysProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** With a name for every cross that closes something, in the language that is spoken. */
function useTheme() {
  const t = useCommonTexts();
  const name = t('close');
  return useMemo(() => {
    const named = { defaultProps: { 'aria-label': name } };
    const notice = { defaultProps: { closeButtonProps: { 'aria-label': name } } };
    const components = { ModalCloseButton: named, DrawerCloseButton: named, Notification: notice };
    return mergeThemeOverrides(THEME, { components });
  }, [name]);
}

import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Nothing } from '../common/nothing.tsx';
import { Waiting } from '../common/waiting.tsx';
import { useLive } from '../realtime/use-live.ts';
import { ChangePassword } from '../session/change-password.tsx';
import { SignIn } from '../session/sign-in.tsx';
import { useSession } from '../session/use-session.ts';
import { Frame } from './frame.tsx';
import { useShellTexts } from './texts.ts';

const Inbox = lazy(() => import('../scenes/inbox/inbox.tsx'));
const Watch = lazy(() => import('../scenes/inbox/watch.tsx'));
const Search = lazy(() => import('../scenes/search/search.tsx'));
const Deliveries = lazy(() => import('../scenes/deliveries/deliveries.tsx'));
const Incidents = lazy(() => import('../scenes/incidents/incidents.tsx'));
const Analytics = lazy(() => import('../scenes/analytics/analytics.tsx'));
const Print = lazy(() => import('../scenes/print/print.tsx'));
const Admin = lazy(() => import('../scenes/admin/admin.tsx'));

/** The rooms behind the door where people sign in. */
export function Desk() {
  const session = useSession();
  if (session.state === 'starting') return <Waiting />;
  if (session.state === 'out') return <SignIn reason={session.reason} />;
  if (session.me.password_change_required) return <ChangePassword demanded />;
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/print/:id" component={Print} />
        <Route component={Rooms} />
      </Switch>
    </Suspense>
  );
}

function Rooms() {
  const t = useShellTexts();
  useLive();
  return (
    <Frame>
      <Suspense fallback={null}>
        <Watch />
      </Suspense>
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/inbox/:id?" component={Inbox} />
          <Route path="/search" component={Search} />
          <Route path="/deliveries/*?" component={Deliveries} />
          <Route path="/incidents/*?" component={Incidents} />
          <Route path="/analytics" component={Analytics} />
          <Route path="/admin/*?" component={Admin} />
          <Route path="/">
            <Redirect to="/inbox" replace />
          </Route>
          <Route>
            <Nothing>{t('noSuchPage')}</Nothing>
          </Route>
        </Switch>
      </Suspense>
    </Frame>
  );
}

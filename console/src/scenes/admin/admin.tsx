import { NavLink } from '@mantine/core';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Nothing } from '../../common/nothing.tsx';
import { useMe } from '../../session/use-session.ts';
import classes from './admin.module.css';
import { Bots } from './bots/bots.tsx';
import { Canned } from './canned/canned.tsx';
import { Audit } from './desk/audit.tsx';
import { Clients } from './desk/clients.tsx';
import { Settings } from './desk/settings.tsx';
import { Keywords } from './keywords/keywords.tsx';
import { Partners } from './partners/partners.tsx';
import { People } from './people/people.tsx';
import { Policy } from './policy/policy.tsx';
import { Template } from './templates/template.tsx';
import { Templates } from './templates/templates.tsx';
import { useAdminTexts } from './texts.ts';

const ROOMS = [
  'templates',
  'policy',
  'keywords',
  'canned',
  'people',
  'partners',
  'bots',
  'clients',
  'settings',
  'audit',
] as const;

/** How the desk speaks and behaves, who works here, and what was changed. */
export default function Admin() {
  const t = useAdminTexts();
  const [at] = useLocation();
  const { role } = useMe();
  if (role !== 'admin') return <Nothing>{t('adminsOnly')}</Nothing>;
  return (
    <div className={classes['scene']}>
      <nav className={classes['nav']} aria-label={t('sections')}>
        {ROOMS.map((room) => (
          <NavLink
            key={room}
            component={Link}
            href={`/admin/${room}`}
            label={t(room)}
            active={at.startsWith(`/admin/${room}`)}
            aria-current={at.startsWith(`/admin/${room}`) ? 'page' : undefined}
          />
        ))}
      </nav>
      <div className={classes['room']}>
        <Switch>
          <Route path="/admin/templates" component={Templates} />
          <Route path="/admin/templates/:scenario">
            {({ scenario }) => <Template key={scenario} name={scenario} />}
          </Route>
          <Route path="/admin/policy" component={Policy} />
          <Route path="/admin/keywords" component={Keywords} />
          <Route path="/admin/canned" component={Canned} />
          <Route path="/admin/people" component={People} />
          <Route path="/admin/partners" component={Partners} />
          <Route path="/admin/bots" component={Bots} />
          <Route path="/admin/clients" component={Clients} />
          <Route path="/admin/settings" component={Settings} />
          <Route path="/admin/audit" component={Audit} />
          <Route>
            <Redirect to="/admin/templates" replace />
          </Route>
        </Switch>
      </div>
    </div>
  );
}

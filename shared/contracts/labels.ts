/** Closed sets of words that travel, for whoever shows them: types and lists, and no shapes with them. */
export type { IncidentState } from '../domain/incident.ts';
export { TROUBLE_KINDS } from '../domain/outage/trouble.ts';
export {
  type EscalationReason,
  PRIORITIES,
  type Priority,
  SCENARIOS,
  type Scenario,
} from '../domain/scenario.ts';

export const SCENARIOS = [
  'GREETING',
  'REFERRAL',
  'TECH_SUPPORT_BASIC',
  'ABSENCE_REQUEST',
  'LESSON_CANCELLATION',
  'LESSON_LINK',
  'REVIEW_BONUS',
  'FAREWELL',
  'REMINDER',
  'SCHEDULE_CHANGE',
  'CROSS_EXTENSION',
  'COMPLAINT',
  'MISSING_TRAINER',
  'MASS_OUTAGE',
  'UNKNOWN',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const REASONS_TO_ESCALATE = [
  'low_confidence',
  'unknown_scenario',
  'repeated_requests',
  'repeated_failures',
  'complaint',
  'always_escalates',
  'media_received',
  'client_asked_for_human',
  'operator_marked',
  'system_error',
] as const;
export type EscalationReason = (typeof REASONS_TO_ESCALATE)[number];

/** Thanks and greetings settle nothing and ask for nothing, so they never hand over and never count. */
export function isSocial(scenario: Scenario): boolean {
  return scenario === 'GREETING' || scenario === 'FAREWELL';
}

/** What is nobody's own matter hands nothing over either: an incident has people of its own. */
export function asksNobody(scenario: Scenario): boolean {
  return isSocial(scenario) || scenario === 'MASS_OUTAGE';
}

export function isScenario(label: string): label is Scenario {
  return (SCENARIOS as readonly string[]).includes(label);
}

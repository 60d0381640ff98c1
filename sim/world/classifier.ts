import type { Judgement } from '../../shared/domain/classification.ts';
import type { TroubleReading } from '../../shared/domain/outage/reading.ts';
import { isScenario } from '../../shared/domain/scenario.ts';

const THRESHOLDS = { answer: 0.7, refuse: 0.4 };

/** What customers of the simulation say: the scenario they mean, how sure the classifier will be, and a number. */
export function say(scenario: string, confidence: number, number: number): string {
  return `${scenario} ${confidence} ${number}`;
}

/** What somebody adds who cannot pay. */
export const PAYMENT = ' payment';

/** Reads the first line of a burst as {@link say} wrote it. */
export async function understand(text: string): Promise<Judgement> {
  const [scenario = '', confidence = '0'] = text.split(/\s/);
  const sure = Number(confidence);
  const band = sure >= THRESHOLDS.answer ? 'answer' : sure >= THRESHOLDS.refuse ? 'doubt' : 'refuse';
  return {
    classification: {
      scenario: isScenario(scenario) && band !== 'refuse' ? scenario : 'UNKNOWN',
      confidence: sure,
      band,
      reasons: [],
      model: 'simulation',
    },
    likeliest: isScenario(scenario) ? [{ scenario, confidence: sure }] : [],
    thresholds: THRESHOLDS,
  };
}

/** Whoever needs technical support in this world cannot enter their lesson, or cannot pay if that is what they say. */
export function readTrouble(text: string): TroubleReading {
  const none = text.startsWith('TECH_SUPPORT_BASIC') ? 0.01 : 0.99;
  return {
    none,
    likeliest: [{ kind: text.endsWith(PAYMENT) ? 'payment' : 'lesson_room', chance: 1 - none }],
  };
}

import type { Classification } from '../../shared/domain/classification.ts';
import { isScenario } from '../../shared/domain/scenario.ts';

/** What customers of the simulation say: the scenario they mean, how sure the classifier will be, and a number. */
export function say(scenario: string, confidence: number, number: number): string {
  return `${scenario} ${confidence} ${number}`;
}

/** Reads the first line of a burst as {@link say} wrote it. */
export async function understand(text: string): Promise<Classification> {
  const [scenario = '', confidence = '0'] = text.split(/\s/);
  const sure = Number(confidence);
  const band = sure >= 0.7 ? 'answer' : sure >= 0.4 ? 'doubt' : 'refuse';
  return {
    scenario: isScenario(scenario) && band !== 'refuse' ? scenario : 'UNKNOWN',
    confidence: sure,
    band,
    reasons: [],
    model: 'simulation',
  };
}

import type { Classification } from './classification.ts';
import type { Command, Message } from './message.ts';
import type { Scenario } from './scenario.ts';

const MODEL = 'command';

/** What a burst asks for without words; words that came along say more than a command. */
export function commandIn(messages: readonly Message[], text: string): Command | undefined {
  return text === '' ? messages.findLast(({ command }) => command)?.command : undefined;
}

/** Nothing has to be guessed where a button was tapped. */
export function commanded(command: Command): Classification {
  const scenario = scenarioOf(command);
  const band = scenario === 'UNKNOWN' ? 'refuse' : 'answer';
  return { scenario, confidence: 1, band, reasons: [`/${command.kind}`], model: MODEL };
}

function scenarioOf(command: Command): Scenario {
  return command.kind === 'choice' ? command.scenario : 'GREETING';
}

/** The button that calls a person. */
export function callsPerson(command: Command | undefined): boolean {
  return command?.kind === 'choice' && command.scenario === 'UNKNOWN';
}

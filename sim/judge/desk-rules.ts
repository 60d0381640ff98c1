import type { Head } from '../../shared/domain/conversation.ts';
import type { DeskStory } from './desk-story.ts';
import type { CommittedText } from './facts.ts';
import { CLOSE, FAREWELL, isNight, PASSED_ON, RETURN } from './silence.ts';
import type { Wrong } from './story.ts';

export type Objection = readonly [wrong: Wrong, what: string];

/** How much is allowed where nothing went wrong. */
export interface Allowance {
  /** Nothing went wrong here. */
  calm: boolean;
  /** How late something may come then, in business time. */
  late: number;
}

/** Clocks are off by less than that. */
export const SKEW = 100;

/** Whoever promises an answer must have somebody owe it. */
export function objectionsToTurn({ reply }: CommittedText, { item }: DeskStory): Objection[] {
  const passedOn = reply && (reply.hands_over || !reply.sure || PASSED_ON.has(reply.scenario));
  if (!passedOn || Number.isFinite(item?.deadline)) return [];
  return [['lost', 'it promises an answer without an open item that has a deadline']];
}

/** Said once, in its turn, not before its time after the delivery, and never at night. */
export function objectionsToFollowUp(
  { source, number, due, epoch }: CommittedText,
  desk: DeskStory,
  allowance: Allowance,
): Objection[] {
  const { said, open, underWay, item, silence } = desk;
  const name = `${source} ${number}`;
  const step = silence?.step(name);
  const objections: [boolean, Wrong, string][] = [
    [said.has(name), 'doubled', `${name} is said twice`],
    [epoch !== desk.epoch, 'spoke_over', 'it follows up although the client has written'],
    [open.size > 0, 'spoke_over', 'it follows up although the client waits for an answer'],
    [underWay.size > 0, 'spoke_over', 'it follows up before the reply is delivered'],
    [item !== undefined, 'spoke_over', 'it follows up although somebody owes an answer'],
    [source === 'reminder' && isNight(due), 'out_of_order', 'it reminds in the quiet hours'],
    [step === undefined, 'out_of_order', `${name} is not what follows`],
    [due < (step && silence ? silence.dueOf(step) : 0), 'out_of_order', 'it follows up before its time'],
  ];
  return [...holding(objections), ...(step ? objectionsToSkipping(desk, name, allowance) : [])];
}

export function objectionsToClose(desk: DeskStory, now: number, allowance: Allowance): Objection[] {
  const { silence, underWay, item, open, said, blocked } = desk;
  const step = silence?.step(CLOSE);
  const due = step && silence ? silence.dueOf(step) : 0;
  const parts = silence?.saysFarewell && !said.has(FAREWELL) && !blocked;
  const objections: [boolean, Wrong, string][] = [
    [underWay.size > 0, 'lost', 'it is closed before its reply is delivered'],
    [item !== undefined || open.size > 0, 'lost', 'it is closed although the client is owed an answer'],
    [step === undefined, 'out_of_order', 'it is closed although nothing was to follow'],
    [now < due - SKEW, 'out_of_order', 'it is closed before its time'],
    [parts === true, 'lost', 'it is closed without a farewell'],
  ];
  const skipped = step ? objectionsToSkipping(desk, CLOSE, allowance) : [];
  return [...holding(objections), ...skipped, ...objectionsToSilence(desk, now, allowance)];
}

/** Something was to happen by now, and nothing kept it from happening. */
export function objectionsToSilence(
  { silence, open }: DeskStory,
  now: number,
  { calm, late }: Allowance,
): Objection[] {
  const next = silence?.next;
  if (!silence || !next || !calm || open.size > 0 || now <= silence.latestOf(next, late)) return [];
  return [['out_of_order', `${next.name} was to come by now`]];
}

export function objectionsToReturn(
  { handler, item, open, operatorAt }: DeskStory,
  now: number,
  { calm, late }: Allowance,
): Objection[] {
  const waits = item ? [0] : [...open.values()];
  const due = Math.max(operatorAt, ...(waits.length > 0 ? [Math.min(...waits)] : [])) + RETURN;
  return holding([
    [handler !== 'operator', 'spoke_over', 'it is taken from an operator who has not got it'],
    [waits.length === 0, 'out_of_order', 'it is taken from an operator for whom nobody waits'],
    [now < operatorAt + RETURN - SKEW, 'out_of_order', 'it is taken from its operator too early'],
    [calm && now > due + late, 'out_of_order', 'it is taken from its operator too late'],
  ]);
}

/** Whatever was to happen to a conversation by itself has happened: it is closed, or a person's. */
export function objectionsToRest(desk: DeskStory, head: Head | undefined): Objection[] {
  const { handler, item, open, underWay, reply, closed } = desk;
  const status = closed ? 'closed' : item ? 'escalated' : 'open';
  const same = !head || (head.handler === handler && (head.status === status || handler === 'operator'));
  const told = head && `it is ${head.status} with the ${head.handler}`;
  const isBots = handler === 'bot' && !item;
  const isSilent = isBots && !closed && open.size + underWay.size === 0;
  return holding([
    [!same, 'lost', `${told}, and its history says ${status} with the ${handler}`],
    [isBots && (head?.owed.length ?? 0) > 0, 'lost', 'an answer is owed, and there is no open item'],
    [isSilent && reply?.failed === false, 'stuck', 'it is silent, and was never closed'],
  ]);
}

/** Only where something went wrong a step may be left out. */
function objectionsToSkipping({ silence }: DeskStory, name: string, { calm }: Allowance): Objection[] {
  const next = silence?.next;
  if (!next || next.name === name || !calm) return [];
  return [['lost', `${name} comes, and ${next.name} never did`]];
}

function holding(objections: readonly [boolean, Wrong, string][]): Objection[] {
  return objections.filter(([holds]) => holds).map(([, wrong, what]) => [wrong, what]);
}

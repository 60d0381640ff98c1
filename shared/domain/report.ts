import { type Said, turnsIn } from './said.ts';
import type { EscalationReason, Scenario } from './scenario.ts';
import type { Turn } from './turn.ts';

/** What was decided on one day (UTC, of the messages) about one scenario. All counts, so that lines can be added up. */
export interface ReportLine {
  day: string;
  scenario: Scenario;
  /** Decisions, and messages that they were about. */
  turns: number;
  messages: number;
  /** Of the decisions: those by which the client was answered and nobody was owed anything. */
  answered_alone: number;
  /** Those that said nothing, because an operator owed an answer anyway. */
  left: number;
  /** Those that handed the conversation to a person, and why. */
  escalated: Partial<Record<EscalationReason, number>>;
}

/** Adds up decisions, each message under the newest one about it. */
export class Report {
  readonly #lines = new Map<string, ReportLine>();
  readonly #decided = new Set<string>();

  /** @param said newer than all that is added later, without drafts that were never decided for */
  add(said: readonly Said[], day: string): void {
    for (const turn of turnsIn(said)) this.#addTurn(turn, day);
  }

  #addTurn(turn: Turn, day: string): void {
    const messages = turn.answers.filter((id) => !this.#decided.has(id));
    // What was left, or taken back, and then decided anew is counted as it was decided at last.
    if (messages.length === 0) return;
    for (const id of messages) this.#decided.add(id);
    const line = this.#lineOf(day, turn.classification.scenario);
    line.turns += 1;
    line.messages += messages.length;
    if (turn.left) line.left += 1;
    else if (!turn.hand_off && !turn.escalation) line.answered_alone += 1;
    const reason = turn.hand_off?.reason;
    if (reason) line.escalated[reason] = (line.escalated[reason] ?? 0) + 1;
  }

  #lineOf(day: string, scenario: Scenario): ReportLine {
    const name = `${day} ${scenario}`;
    const known = this.#lines.get(name);
    if (known) return known;
    const line = { day, scenario, turns: 0, messages: 0, answered_alone: 0, left: 0, escalated: {} };
    this.#lines.set(name, line);
    return line;
  }

  /** Newest day first, then by scenario. */
  lines(): ReportLine[] {
    return [...this.#lines.values()].toSorted((a, b) =>
      a.day === b.day ? (a.scenario < b.scenario ? -1 : 1) : a.day < b.day ? 1 : -1,
    );
  }
}

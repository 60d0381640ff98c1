import { LIMITS } from '../domain/limits.ts';
import { Report, type ReportLine } from '../domain/report.ts';
import { type Said, stateOf } from '../domain/said.ts';
import { conversationIn, headsOf, type SaidPlace, type Span, type WalkPorts, walkSaid } from './walk-said.ts';

export const RESULTS_BOUNDS = {
  days: LIMITS.resultsDays,
  rows: LIMITS.resultsRows,
  wall: LIMITS.resultsWall,
};

/**
 * What was decided in that time, by day and scenario, counted from the decisions as they stand. Where a page ends
 * within a day, the next one has the rest of it in lines of its own: whoever joins them adds them up.
 */
export async function makeReport(
  ports: WalkPorts,
  span: Span,
  at: SaidPlace | undefined,
): Promise<{ lines: ReportLine[]; next: SaidPlace | undefined }> {
  const report = new Report();
  const next = await walkSaid(ports, span, { at, bounds: RESULTS_BOUNDS }, async (found, day) => {
    const unclear = found.filter(isUnclear);
    const heads = await headsOf(ports.said, unclear.map(conversationIn));
    const isDraft = (one: Said) => {
      const outbox = heads.get(conversationIn(one))?.outbox ?? {};
      return unclear.includes(one) && one.said.kind === 'text' && stateOf(one.said, outbox) === undefined;
    };
    report.add(
      found.filter((one) => !isDraft(one)),
      day,
    );
    return { rows: heads.size };
  });
  return { lines: report.lines(), next };
}

/** A text of which no attempt tells that it was decided for: it waits, or it is a draft. */
function isUnclear({ said }: Said): boolean {
  if (said.kind === 'message') return false;
  const { text, outcome } = said;
  return text.source === 'ai_bot' && !text.left && (outcome === undefined || outcome === 'retry');
}

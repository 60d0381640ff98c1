import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { parseRetryAfter } from '../../shared/domain/retry-after.ts';
import type { TextStory } from './story.ts';

const OWN_FAULT = 10_000;
/** Jitter lengthens a step of the ladder by at most a tenth. */
const LONGEST = 1.1;

/** The ladder's steps, and what endpoints asked for. */
export class Steps {
  /** Until when each endpoint asked to be left alone. */
  readonly #floors = new Map<string, number>();

  /** What is wrong with when an attempt would be repeated. */
  judge(text: TextStory, attempt: Attempt): string[] {
    const { number, finished_at, next_at = 0, result } = attempt;
    const step = stepAfter(text, attempt);
    const asked = result?.kind === 'response' ? result.retry_after : undefined;
    const floor = parseRetryAfter(asked, finished_at) ?? 0;
    const early = next_at < finished_at + step || next_at < floor;
    const late = next_at > Math.max(finished_at + step * LONGEST, floor, this.#floorOf(attempt));
    return [
      ...(early ? [`attempt ${number} would be repeated too early`] : []),
      ...(late ? [`attempt ${number} would be repeated too late`] : []),
    ];
  }

  /** Whatever any text of the endpoint was asked to wait for holds for this one too. */
  #floorOf({ endpoint }: Attempt): number {
    if (!endpoint) return 0;
    const floor = Math.max(this.#floors.get(endpoint.id) ?? 0, endpoint.not_before ?? 0);
    this.#floors.set(endpoint.id, floor);
    return floor;
  }
}

/** What failed by our own fault is repeated soon, and takes no step of the ladder. Of two with one number the later counts. */
function stepAfter(text: TextStory, { number, uncounted }: Attempt): number {
  if (uncounted) return OWN_FAULT;
  const byNumber = new Map(text.attempts.map((it) => [it.number, it]));
  const free = [...byNumber.values()].filter(
    (it) => it.number > text.base && it.number < number && it.uncounted,
  );
  return LADDER[number - text.base - free.length - 1] ?? 0;
}

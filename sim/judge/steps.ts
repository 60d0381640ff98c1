import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { parseRetryAfter } from '../../shared/domain/retry-after.ts';
import type { TextStory } from './story.ts';

const SECOND = 1000;
const OWN_FAULT = 10_000;
/** A bot that was not told for how long it is to keep silent. */
const FLOOD = 5000;
/** A text that found no room in its chat comes again after so long, and within so much more; that doubles each time, up to so often. */
const PACED = { soonest: 2000, spread: 8000, doublings: 5 };
/** Jitter lengthens a step of the ladder by at most a tenth. */
const LONGEST = 1.1;

/** The ladder's steps, and what endpoints asked for. */
export class Steps {
  /** Until when each endpoint asked to be left alone. */
  readonly #floors = new Map<string, number>();

  /** What is wrong with when an attempt would be repeated. */
  judge(text: TextStory, attempt: Attempt): string[] {
    const { number, finished_at, next_at = 0, result } = attempt;
    const [step, longest] = spanAfter(text, attempt);
    const asked = result?.kind === 'response' ? result.retry_after : undefined;
    const floor = parseRetryAfter(asked, finished_at) ?? 0;
    const early = next_at < finished_at + step || next_at < floor;
    const late = next_at > Math.max(finished_at + longest, floor, this.#floorOf(attempt));
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

/** How soon it may be repeated, and how late. */
function spanAfter(text: TextStory, attempt: Attempt): readonly [least: number, most: number] {
  const { chat } = attempt.result ?? {};
  if (chat?.paced) return pacedSpan(freeBefore(text, attempt));
  const flood = chat?.reason === 'flood';
  const step = flood
    ? chat.retry_after === undefined
      ? FLOOD
      : chat.retry_after * SECOND
    : stepAfter(text, attempt);
  return [step, step * LONGEST];
}

function pacedSpan(free: number): readonly [least: number, most: number] {
  const { soonest, spread, doublings } = PACED;
  return [soonest, soonest + spread * 2 ** Math.min(free, doublings)];
}

/** What failed by our own fault is repeated soon, and takes no step of the ladder. Of two with one number the later counts. */
function stepAfter(text: TextStory, attempt: Attempt): number {
  if (attempt.uncounted) return OWN_FAULT;
  return LADDER[attempt.number - text.base - freeBefore(text, attempt) - 1] ?? 0;
}

/** Attempts before this one that cost no try. */
function freeBefore(text: TextStory, { number }: Attempt): number {
  const byNumber = new Map(text.attempts.map((it) => [it.number, it]));
  return [...byNumber.values()].filter((it) => it.number > text.base && it.number < number && it.uncounted)
    .length;
}

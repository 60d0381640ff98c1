import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import {
  isViewId,
  type SavedView,
  type ViewFilter,
  type ViewOwner,
  withoutView,
  withView,
} from '../domain/saved-view.ts';
import type { Clock, SavedViews } from '../ports.ts';

export interface ViewPorts {
  views: SavedViews;
  clock: Pick<Clock, 'business'>;
}

/** What was there under an id before, and what is there now. */
export interface ViewChange {
  before: SavedView | undefined;
  after: SavedView;
}

/**
 * Keeps a view under its id, new or in place of what it was.
 * @throws Fault request.invalid for an id that is none or one view too many; dependency.unavailable
 */
export async function saveView(
  ports: ViewPorts,
  owner: ViewOwner,
  asked: { id: string; name: string; filter: ViewFilter; by: string },
): Promise<ViewChange> {
  if (!isViewId(asked.id)) throw cannot(BAD_ID);
  const { by, ...view } = asked;
  const after: SavedView = { ...view, saved_at: ports.clock.business(), saved_by: by };
  const before = await change(ports, owner, (views) => {
    const next = withView(views, after);
    if (next.length > LIMITS.savedViews) throw cannot(TOO_MANY);
    return { next, told: views.find(({ id }) => id === after.id) };
  });
  return { before, after };
}

/** @throws Fault view.unknown, dependency.unavailable */
export function removeView(ports: ViewPorts, owner: ViewOwner, id: string): Promise<SavedView> {
  return change(ports, owner, (views) => {
    const told = views.find((view) => view.id === id);
    if (!told) throw new Fault('view.unknown', 'there is no view with this id');
    return { next: withoutView(views, id), told };
  });
}

/** Two who change the list at the same moment undo nothing of each other. */
async function change<T>(
  { views }: ViewPorts,
  owner: ViewOwner,
  decide: (views: SavedView[]) => { next: SavedView[]; told: T },
): Promise<T> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await views.views(owner);
    const { next, told } = decide(seen.views);
    if ((await views.replaceViews(owner, seen.revision, next)) === 'written') return told;
  }
  throw new Fault('dependency.unavailable', 'very many change these views at once', { retryAfterS: 1 });
}

const BAD_ID = `must be 1 to ${LIMITS.viewIdCharacters} of a-z, 0-9, "_" and "-", and begin with a letter or digit`;
const TOO_MANY = `would be more than the ${LIMITS.savedViews} views that may be kept`;

function cannot(message: string): Fault {
  return new Fault('request.invalid', 'this view cannot be kept; see errors', {
    issues: [{ path: 'view_id', message }],
  });
}

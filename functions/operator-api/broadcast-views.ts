import type { BroadcastBody } from '../../shared/contracts/broadcast-responses.ts';
import type { Audience, Broadcast } from '../../shared/domain/broadcast.ts';

export function broadcastView(broadcast: Broadcast): BroadcastBody {
  const { id, incident_id, stage, state, automatic, texts, audience, counts, started_by } = broadcast;
  return {
    id,
    incident_id,
    stage,
    state,
    automatic,
    texts,
    audience: audienceView(audience),
    progress: counts,
    started_by,
    started_at: new Date(broadcast.at).toISOString(),
    ended_at: broadcast.ended_at === undefined ? null : new Date(broadcast.ended_at).toISOString(),
  };
}

function audienceView(audience: Audience): BroadcastBody['audience'] {
  if (audience.kind === 'told') return { kind: 'told', hours: null, channels: null };
  const { kind, hours, channels } = audience;
  return { kind, hours, channels: channels === 'all' ? null : [...channels] };
}

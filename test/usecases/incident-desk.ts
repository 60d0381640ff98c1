import { CachedBoard } from '../../shared/adapters/cached-board.ts';
import { MemoryIncidentLinks, MemoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { MemoryOperators } from '../../shared/adapters/memory/operators.ts';
import { MemoryTroubleReports, MemoryUsualTroubles } from '../../shared/adapters/memory/troubles.ts';
import type { BroadcastPlan } from '../../shared/domain/broadcast.ts';
import { begun } from '../../shared/domain/broadcast.ts';
import type { Head } from '../../shared/domain/conversation.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import type { TroubleKind } from '../../shared/domain/outage/trouble.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { Broadcaster, IncidentSignal } from '../../shared/ports.ts';
import { acceptMessage, type IncomingMessage } from '../../shared/usecases/accept-message.ts';
import { type AnswerPorts, answerConversation } from '../../shared/usecases/answer-conversation.ts';
import type { ChangeIncidentPorts } from '../../shared/usecases/change-incident.ts';
import { turnIn } from '../../shared/usecases/find-turn.ts';
import { openIncidents } from '../../shared/usecases/suspect-incident.ts';
import { type IncidentWorkPorts, workOnIncident } from '../../shared/usecases/work-on-incident.ts';
import { PARTNER } from '../builders.ts';
import { aDesk, incoming, RecordingLane } from './desk.ts';

/** Remembers what it was told to start, each once. */
class PlayedBroadcaster implements Broadcaster {
  readonly plans: BroadcastPlan[] = [];

  async start(plan: BroadcastPlan) {
    if (!this.plans.some(({ id }) => id === plan.id)) this.plans.push(plan);
    return begun(plan);
  }
}

/** A desk that senses outages: what is written of trouble is of the kind that a test taught it, else of signing in. */
export function anIncidentDesk() {
  const desk = aDesk({ pace: 'immediate', rate: undefined });
  const { conversations, clock, chance, journal, handbooks } = desk;
  const incidents = new MemoryIncidents();
  const links = new MemoryIncidentLinks();
  const reports = new MemoryTroubleReports();
  const operators = new MemoryOperators();
  const incidentLane = new RecordingLane<IncidentSignal>();
  const broadcaster = new PlayedBroadcaster();
  const kinds = new Map<string, TroubleKind>();
  const watch = new CachedBoard(incidents, clock);
  const commit = { incidents, incidentLane, journal };
  const sensed = openIncidents({ ...commit, watch, reports, handbooks, chance });
  const answer: AnswerPorts = {
    ...desk.answer,
    outages: {
      reader: {
        read: (text) => ({ none: 0, likeliest: [{ kind: kinds.get(text) ?? 'sign_in', chance: 1 }] }),
      },
      reports,
      usual: new MemoryUsualTroubles(),
      incidents: sensed,
      clock,
      pause: () => new Promise(() => undefined),
      journal,
    },
    incidents: { watch, links, toldClients: links, clock },
  };
  const change: ChangeIncidentPorts = { ...commit, operators, clock, chance };
  const work: IncidentWorkPorts = {
    ...desk.operate,
    conversations,
    incidents,
    links,
    toldClients: links,
    broadcaster,
    incidentLane,
  };
  const idOf = (client: string, partner = PARTNER) => conversationId(partner, client);
  const clientSays = async (client: string, over: Partial<IncomingMessage> = {}): Promise<Turn> => {
    const partner = over.partner ?? PARTNER;
    await acceptMessage(desk.accept, incoming({ client_id: client, ...over }));
    const conversation_id = idOf(client, partner);
    await answerConversation(answer, { conversation_id });
    const [turn] = (await conversations.history(conversation_id, { limit: 50, decisionsOnly: true })).flatMap(
      turnIn,
    );
    if (!turn) throw new Error('nothing was decided');
    return turn;
  };
  return {
    ...desk,
    incidents,
    links,
    reports,
    operators,
    incidentLane,
    broadcaster,
    kinds,
    sensed,
    answer,
    change,
    work,
    idOf,
    clientSays,
    /** Six clients, or so many, write that they do not get in. */
    async outage({ of = 6, partner = PARTNER, from = 0 } = {}): Promise<Turn[]> {
      const turns: Turn[] = [];
      for (let n = from; n < from + of; n++) {
        turns.push(await clientSays(`reporter-${n}`, { partner, text: `не могу войти, попытка ${n}` }));
        clock.advance(10_000);
      }
      return turns;
    },
    async open() {
      const [incident] = (await incidents.board()).open;
      const found = incident && (await incidents.incident(incident.id));
      if (!found) throw new Error('no incident is open');
      return found;
    },
    /** Does all that was signalled, and what that signals. */
    async workAll(): Promise<void> {
      for (let sent = incidentLane.take(); sent.length > 0; sent = incidentLane.take())
        for (const { signal } of sent) await workOnIncident(work, signal);
    },
    async headOf(client: string, partner = PARTNER): Promise<Head> {
      const head = await conversations.head(idOf(client, partner));
      if (!head) throw new Error('there is no conversation yet');
      return head;
    },
  };
}

export type IncidentDesk = ReturnType<typeof anIncidentDesk>;

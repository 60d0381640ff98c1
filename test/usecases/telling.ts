import type { BroadcastPlan } from '../../shared/domain/broadcast.ts';
import { broadcastId, conversationId } from '../../shared/domain/ids.ts';
import type { Channel } from '../../shared/domain/message.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { type BroadcastPorts, runBroadcast } from '../../shared/usecases/run-broadcast.ts';
import { startBroadcast } from '../../shared/usecases/start-broadcast.ts';
import { NOW, PARTNER, SECOND } from '../builders.ts';
import { Crash, type Desk, incoming } from './desk.ts';

export const TEXTS = { ru: 'Сайт не открывается. Чиним.', en: 'The site is down. We are on it.' };
export const INCIDENT = 'inc_0000000000AAAAAAAAAA';

export function aPlan(over: Partial<BroadcastPlan> = {}): BroadcastPlan {
  const at = over.at ?? NOW;
  return {
    id: broadcastId(at, 'test', over.stage ?? 'notice'),
    incident_id: INCIDENT,
    stage: 'notice',
    texts: TEXTS,
    audience: { kind: 'active', hours: 24, channels: [`partner:${PARTNER}`] },
    automatic: false,
    started_by: 'root',
    at,
    ...over,
  };
}

/** Somebody writes, and has a conversation from then on. */
export async function hear(
  desk: Desk,
  client: string,
  channel?: Channel,
  partner = PARTNER,
): Promise<string> {
  const said = { partner, client_id: client, text: `Не открывается у ${client} ${desk.clock.business()}` };
  await acceptMessage(desk.accept, incoming({ ...said, ...(channel && { channel }) }));
  return conversationId(partner, client);
}

/** A broadcast and its deliveries, signal by signal, as time goes by. */
export class Telling {
  readonly #desk: Desk;
  readonly #ports: BroadcastPorts;
  /** Letters that are under way: when they come, and what to do with them. */
  readonly #letters: { at: number; work: () => Promise<void> }[] = [];
  /** Runs between two letters. */
  meanwhile: () => Promise<void> = async () => undefined;
  crashes = 0;

  constructor(desk: Desk, ports: BroadcastPorts = desk.broadcast) {
    this.#desk = desk;
    this.#ports = ports;
  }

  start(plan: BroadcastPlan) {
    return startBroadcast(this.#desk.broadcast as never, plan);
  }

  /** Until nothing is under way, or `until` (business time). What crashes comes again. */
  async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (let rounds = 0; rounds < 10_000; rounds++) {
      this.#collect();
      const next = this.#letters.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) return;
      this.#letters.splice(this.#letters.indexOf(next), 1);
      const { clock } = this.#desk;
      clock.advance(Math.max(0, next.at - clock.business()));
      await this.#attend(next.work);
      await this.meanwhile();
    }
    throw new Error('it goes on and on');
  }

  async #attend(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.crashes += 1;
      this.#letters.push({ at: this.#desk.clock.business() + 2 * SECOND, work });
    }
  }

  #collect(): void {
    const { broadcastLane, outbound, slow, deliver, clock } = this.#desk;
    for (const { signal, delayS } of broadcastLane.take())
      this.#letters.push({
        at: clock.business() + delayS * SECOND,
        work: () => runBroadcast(this.#ports, signal),
      });
    for (const { signal, delayS } of [...outbound.take(), ...slow.take()])
      this.#letters.push({
        at: clock.business() + delayS * SECOND,
        work: () => deliverOutbound(deliver, signal),
      });
  }
}

/** The ports, with a crash at one call of all of them, before or after its effect. */
export function crashingAt(
  ports: BroadcastPorts,
  number: number,
  when: 'before' | 'after',
): { ports: BroadcastPorts; calls: () => number } {
  let calls = 0;
  const wrapped = Object.entries(ports).map(([name, port]) => {
    if (name === 'clock' || name === 'journal' || name === 'handbooks') return [name, port];
    const proxy = new Proxy(port as object, {
      get(target, method) {
        const act: unknown = Reflect.get(target, method);
        if (typeof act !== 'function') return act;
        return async (...input: unknown[]) => {
          calls += 1;
          const here = calls === number;
          if (here && when === 'before') throw new Crash();
          const result: unknown = await Reflect.apply(act, target, input);
          if (here) throw new Crash();
          return result;
        };
      },
    });
    return [name, proxy];
  });
  return { ports: Object.fromEntries(wrapped) as BroadcastPorts, calls: () => calls };
}

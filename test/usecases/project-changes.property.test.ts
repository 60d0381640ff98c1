import { describe, expect, it } from 'vitest';
import { MemoryConnections } from '../../shared/adapters/memory/connections.ts';
import { MemoryTickets } from '../../shared/adapters/memory/tickets.ts';
import type { Frame } from '../../shared/domain/frame.ts';
import type { Change } from '../../shared/domain/projection.ts';
import {
  closeSocket,
  heedScreen,
  openSocket,
  type SocketPorts,
} from '../../shared/usecases/attend-socket.ts';
import { type ProjectPorts, projectChanges, resyncAll } from '../../shared/usecases/project-changes.ts';
import { Dice, PURPOSE } from '../../sim/world/dice.ts';
import { MINUTE, NOW, SECOND } from '../builders.ts';
import { HonestScreen, SmallTable } from './screen-world.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const BATCH = 20;
const TRIES = 3;

/** A process that ends in the middle of what it does. */
class Crash extends Error {}

/** A desk of some screens, its table's stream and who reads it, with faults between any two steps. */
class Desk {
  readonly table = new SmallTable(6);
  readonly screens: HonestScreen[];
  readonly happened: Record<string, number> = {};
  readonly #connections = new MemoryConnections();
  readonly #tickets = new MemoryTickets();
  readonly #dice: ReturnType<Dice['sequence']>;
  readonly ports: SocketPorts & ProjectPorts;
  #wall = NOW;
  #named = 0;
  #position = 0;
  #tries = 0;
  #life = 0;
  /** Failure notes that nobody has read yet. */
  #leftBehind = 0;
  /** Within a step of the projector the world goes on, and the process may end. */
  #inside = false;
  faults = true;

  constructor(seed: number) {
    this.#dice = new Dice(seed).sequence(PURPOSE.actor);
    this.screens = [
      new HonestScreen(this.table, 'operator_001', 'operator'),
      new HonestScreen(this.table, 'operator_001', 'operator'),
      new HonestScreen(this.table, 'operator_002', 'operator'),
      new HonestScreen(this.table, 'admin_001', 'admin'),
    ];
    const roleOf = (id: string) =>
      this.screens.find(({ who }) => who.operator === id)?.who.role ?? 'operator';
    const connections = this.#stumbling(this.#connections);
    this.ports = {
      connections,
      tickets: this.#tickets,
      operators: { operator: async (id) => ({ id, role: roleOf(id), must_change: false }) as never },
      snapshots: this.#stumbling({ snapshot: async (ids, texts) => this.table.snapshot(ids, texts) }),
      pusher: { push: (id, frame) => this.#push(id, frame), end: async (id) => this.#end(id) },
      clock: { wall: () => this.#wall },
      journal: silent,
    };
  }

  chance(share: number): boolean {
    return this.#dice.fraction() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#dice.fraction() * items.length)] as Item;
  }

  /** The store of a process that may end before or after any of its questions. */
  #stumbling<Store extends object>(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...input: unknown[]) => {
          await this.#meanwhile();
          const answer: unknown = await Reflect.apply(member, target, input);
          await this.#meanwhile();
          return answer;
        };
      },
    });
  }

  async #meanwhile(): Promise<void> {
    if (!this.#inside || !this.faults) return;
    if (this.chance(0.3)) this.write();
    if (this.chance(0.05)) await this.unplug();
    if (this.chance(0.02)) this.#count('crash', new Crash());
  }

  #count(what: string, thrown?: Error): void {
    this.happened[what] = (this.happened[what] ?? 0) + 1;
    if (thrown) throw thrown;
  }

  async #push(id: string, frame: Frame): Promise<'sent' | 'gone' | 'failed'> {
    await this.#meanwhile();
    const screen = this.screens.find(({ connection }) => connection?.id === id);
    if (!screen?.connection?.open) return 'gone';
    const faults = this.faults && frame.conversation_id !== null;
    if (faults && this.chance(0.03)) {
      this.#count('slow');
      // It may have arrived all the same.
      if (this.chance(0.5)) screen.take(frame);
      return 'failed';
    }
    if (faults && this.chance(0.01)) {
      this.#count('dropped');
      screen.tainted = true;
    } else screen.take(frame);
    return 'sent';
  }

  #end(id: string): void {
    const screen = this.screens.find(({ connection }) => connection?.id === id);
    if (!screen) return;
    // Ending may fail as well; then the row goes, and the screen lives on unknown.
    if (this.faults && this.chance(0.2)) screen.tainted = true;
    else screen.closed();
  }

  /** Begins a handshake; it is over only once `open` says so. */
  async knock(screen: HonestScreen): Promise<void> {
    if (screen.connection) return;
    this.#named += 1;
    const [id, hash] = [`connection-${this.#named}`, `ticket-${this.#named}`];
    await this.#tickets.issue({
      hash,
      operator: screen.who.operator,
      role: screen.who.role,
      expires: NOW * 2,
    });
    screen.connection = { id, open: false, since: this.#wall };
    screen.who.viewing = undefined;
    await openSocket(this.ports, id, hash);
  }

  open(screen: HonestScreen): void {
    if (!screen.connection || screen.connection.open) return;
    // API Gateway waits no longer for a handshake.
    if (this.#wall - screen.connection.since > 29 * SECOND) screen.closed();
    else {
      this.#count('connected');
      screen.connection.open = true;
      screen.opened();
    }
  }

  /** The network ends, with or without a word. */
  async unplug(): Promise<void> {
    const screen = this.pick(this.screens);
    if (!screen.connection?.open) return;
    const { id } = screen.connection;
    this.#count('disconnected');
    screen.closed();
    if (this.chance(0.5)) await closeSocket({ ...this.ports, connections: this.#connections }, id);
  }

  async look(screen: HonestScreen): Promise<void> {
    if (!screen.connection?.open || screen.isReading) return;
    const { id } = screen.connection;
    const viewing = this.chance(0.3) ? undefined : this.pick([...this.table.rows.keys()]);
    await heedScreen(this.ports, id, { type: 'viewing', conversation_id: viewing ?? null });
    screen.who.viewing = viewing;
    // What came into view is read, like after opening.
    if (screen.connection) screen.take(resync());
  }

  write(): void {
    const { table } = this;
    const id = this.pick([...table.rows.keys()]);
    const { head } = table.rows.get(id)!;
    this.#count('written');
    const kind = this.pick([
      'message',
      'say',
      'attempt',
      'retry',
      'escalate',
      'take',
      'back',
      'close',
      'late',
    ] as const);
    if (kind === 'message' || kind === 'late') {
      const message = table.newId(id);
      table.change(id, { status: head.status === 'closed' ? 'open' : head.status, epoch: head.epoch + 1 });
      // Other writes may come between a head and its message.
      if (kind === 'late') table.change(this.pick([...table.rows.keys()]), {});
      table.message(id, message);
    } else if (kind === 'say') table.say(id);
    else if (kind === 'attempt') table.attempt(id, this.pick(['delivered', 'dead', 'cancelled']));
    else if (kind === 'retry') table.attempt(id, 'retry');
    else if (kind === 'escalate') table.change(id, { status: 'escalated', escalation: anItem(head.version) });
    else if (kind === 'take')
      table.change(id, taken(this.pick(['operator_001', 'operator_002', 'admin_001'])));
    else if (kind === 'back') table.change(id, { handler: 'bot', assignee: undefined });
    else table.change(id, { status: 'closed', escalation: undefined, handler: 'bot', assignee: undefined });
    if (this.chance(0.01)) table.stream.push('poison');
  }

  /** Ports of one life of the process: after its end nothing comes of what it asks. */
  #mortal(ports: ProjectPorts): ProjectPorts {
    const life = this.#life;
    const ended = () => this.#life !== life;
    const mortal = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...input: unknown[]) => {
            if (ended()) return new Promise(() => undefined);
            const answer: unknown = await Reflect.apply(member, target, input);
            return ended() ? new Promise(() => undefined) : answer;
          };
        },
      });
    const { connections, snapshots, pusher } = ports;
    const lived = { connections: mortal(connections), snapshots: mortal(snapshots), pusher: mortal(pusher) };
    return { ...ports, ...lived };
  }

  /** One batch, as its event source hands it over: a failure comes again, and what fails too often is left behind. */
  async project(): Promise<void> {
    const batch = this.table.stream.slice(this.#position, this.#position + BATCH);
    const poison = batch.indexOf('poison');
    const readable = (poison < 0 ? batch : batch.slice(0, poison)) as Change[];
    try {
      this.#inside = true;
      await projectChanges(this.#mortal(this.ports), readable);
      this.#position += readable.length;
      if (poison === 0) this.#tries += 1;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      // What the process still had under way ends with it.
      this.#life += 1;
    } finally {
      this.#inside = false;
    }
    if (this.#tries < TRIES) return;
    this.#tries = 0;
    this.#position += 1;
    this.#leftBehind += 1;
  }

  async tellOfLoss(): Promise<void> {
    if (this.#leftBehind === 0) return;
    this.#count('resync');
    await resyncAll(this.ports);
    this.#leftBehind = 0;
  }

  async step(): Promise<void> {
    this.#wall += 100;
    const screen = this.pick(this.screens);
    const roll = this.#dice.fraction();
    if (roll < 0.35) this.write();
    else if (roll < 0.6) await this.project();
    else if (roll < 0.68) await this.knock(screen);
    else if (roll < 0.78) this.open(screen);
    else if (roll < 0.82) await this.unplug();
    else if (roll < 0.88) await this.look(screen);
    else if (roll < 0.9) await this.tellOfLoss();
    else screen.finishReads();
  }

  /** Faults cease, the stream is read to its end, and whoever waits for something gets it. */
  async settle(): Promise<void> {
    this.faults = false;
    while (this.#position < this.table.stream.length) await this.project();
    await this.tellOfLoss();
    for (const screen of this.screens) screen.finishReads();
    this.faults = true;
  }

  async reconnectAll(): Promise<void> {
    this.faults = false;
    for (const screen of this.screens) {
      if (screen.connection?.open) await closeSocket(this.ports, screen.connection.id);
      screen.closed();
      await this.knock(screen);
      this.open(screen);
      screen.finishReads();
    }
    this.faults = true;
  }

  passHandshakes(): void {
    this.#wall += MINUTE;
  }
}

const resync = (): Frame => ({
  type: 'resync',
  at: 0,
  conversation_id: null,
  version: null,
  data: { reason: 'left_behind' },
});
const anItem = (since: number) =>
  ({
    reason: 'complaint',
    scenario: 'COMPLAINT',
    priority: 'high',
    since,
    deadline: since + MINUTE,
  }) as const;
const taken = (assignee: string) => ({ handler: 'operator', assignee, tenure: 2 }) as const;

/** Fails if a screen shows anything else than the table has. */
function check(desk: Desk, where: string): void {
  for (const [at, screen] of desk.screens.entries()) {
    if (!screen.connection?.open || screen.tainted) continue;
    expect(screen.view, `${where}, screen ${at}`).toEqual(desk.table.view(screen.who));
  }
}

describe('screens that take frames for hints', () => {
  // World 147 fails if a connection that took no frame is not ended.
  it.each([1, 2, 3, 147])(
    'show what the table has, whatever disconnects, drops and crashes, in world %i of 10,000 events',
    async (seed) => {
      const desk = new Desk(seed);
      for (let events = 1; events <= 10_000; events += 1) {
        await desk.step();
        if (events % 100 === 0) {
          await desk.settle();
          check(desk, `quiet after ${events}`);
        }
        if (events % 500 === 0) {
          await desk.reconnectAll();
          check(desk, `reconnected after ${events}`);
          expect(desk.screens.every((screen) => screen.connection?.open && !screen.tainted)).toBe(true);
        }
      }
      for (const [what, least] of Object.entries({
        disconnected: 200,
        connected: 200,
        dropped: 20,
        crash: 50,
        slow: 20,
      }))
        expect(desk.happened[what], what).toBeGreaterThan(least);
    },
    // Half a second, if nobody else wants the machine.
    60_000,
  );
});

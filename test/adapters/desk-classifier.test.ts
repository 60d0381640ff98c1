import { beforeAll, describe, expect, it } from 'vitest';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { DeskClassifier } from '../../shared/adapters/desk-classifier.ts';
import { MemoryModelFiles } from '../../shared/adapters/memory/model-files.ts';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { packModel } from '../../shared/classification/packed-model.ts';
import { SHIPPED_MODEL } from '../../shared/classification/train/rooms.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { PublishedModel } from '../../shared/domain/published-model.ts';
import { MINUTE } from '../builders.ts';
import { aSmallModel } from '../classification/small-models.ts';
import { FixedClock, RecordingJournal } from '../usecases/desk.ts';

const PART = 1000;
const builtIn = new BuiltInClassifier(SHIPPED_MODEL);

/** A desk that has these models, each cut into parts. */
function aDesk(...files: Uint8Array[]) {
  const models = new MemoryModelFiles();
  const clock = new FixedClock();
  const journal = new RecordingJournal();
  let handbook: Handbook = SHIPPED_HANDBOOK;
  const reads: string[] = [];
  const waits: Promise<void>[] = [];
  const published = files.map((file): PublishedModel => {
    const { id, sha256 } = readModelFile(file);
    const parts = Math.ceil(file.length / PART);
    for (let at = 0; at < parts; at++) models.putPart(id, at, file.subarray(at * PART, (at + 1) * PART));
    return { id, sha256, parts, over: builtIn.version(), figures: {} };
  });
  const classifier = new DeskClassifier({
    builtIn,
    handbooks: { current: async () => handbook },
    models: {
      file: async (id, parts) => {
        reads.push(id);
        await waits[reads.length - 1];
        return models.file(id, parts);
      },
    },
    clock,
    journal,
  });
  const publish = (model: PublishedModel | undefined) => {
    handbook = { ...SHIPPED_HANDBOOK, model };
  };
  const scenario = async () => (await classifier.classify('синючий кот')).classification;
  return { models, clock, journal, published, publish, scenario, reads, waits };
}

describe("the desk's classifier", () => {
  let first: Uint8Array;
  let second: Uint8Array;
  beforeAll(async () => {
    const [one, other] = [await aSmallModel(), await aSmallModel('FAREWELL', 'COMPLAINT')];
    first = packModel(Buffer.from(one.json), one.weights);
    second = packModel(Buffer.from(other.json), other.weights);
  });

  it('asks the shipped model until another is published, then that one, then the next, and the shipped one again', async () => {
    const { published, publish, scenario, reads } = aDesk(first, second);
    expect((await scenario()).model).toBe(builtIn.version());
    publish(published[0]);
    expect(await scenario()).toMatchObject({ scenario: 'FAREWELL', model: published[0]?.id });
    publish(published[1]);
    expect(await scenario()).toMatchObject({ scenario: 'COMPLAINT', model: published[1]?.id });
    publish(undefined);
    expect((await scenario()).model).toBe(builtIn.version());
    expect(reads).toEqual(published.map(({ id }) => id));
  });

  it('reads a model once, however many messages wait for it', async () => {
    const { published, publish, scenario, reads } = aDesk(first);
    publish(published[0]);
    await Promise.all([scenario(), scenario(), scenario()]);
    expect(reads).toHaveLength(1);
  });

  it.each([
    ['before', [0, 1]],
    ['after', [1, 0]],
  ])(
    'reads each of two models once if the first is ready %s the second, and takes the second',
    async (_, order) => {
      const { published, publish, scenario, reads, waits } = aDesk(first, second);
      const doors = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      waits.push(...doors.map(({ promise }) => promise));
      const asked = published.map((model) => {
        publish(model);
        return scenario();
      });
      for (const at of order) {
        doors[at]?.resolve();
        await asked[at];
        if (at === 0) asked.push(scenario());
      }
      await Promise.all(asked);
      expect((await scenario()).model).toBe(published[1]?.id);
      expect(reads).toEqual(published.map(({ id }) => id));
    },
  );

  it('goes on with the model before if the next cannot be had, says so once in a while, and takes it when it can', async () => {
    const { models, clock, journal, published, publish, scenario, reads } = aDesk(first, second);
    const [one, other] = published as [PublishedModel, PublishedModel];
    publish(one);
    await scenario();
    const part = models.all.get(`${other.id}#0`) ?? new Uint8Array();
    models.all.delete(`${other.id}#0`);
    publish(other);
    for (let times = 0; times < 3; times++) expect((await scenario()).model).toBe(one.id);
    expect(reads).toEqual([one.id, other.id]);
    expect(journal.of('model.unreadable')).toEqual([{ model: other.id, error: 'parts are missing' }]);
    await models.putPart(other.id, 0, part);
    expect((await scenario()).model).toBe(one.id);
    clock.advanceWall(MINUTE);
    expect((await scenario()).model).toBe(other.id);
  });

  it.each([
    ['whose parts are not those of its file', { sha256: '0'.repeat(64) }, 'model.unreadable'],
    ['that was trained beside another release', { over: '0'.repeat(12) }, 'model.outdated'],
  ])('asks the shipped model instead of one %s', async (_, over, event) => {
    const { journal, published, publish, scenario } = aDesk(first);
    publish({ ...(published[0] as PublishedModel), ...over });
    expect((await scenario()).model).toBe(builtIn.version());
    await scenario();
    expect(journal.of(event)).toHaveLength(1);
  });
});

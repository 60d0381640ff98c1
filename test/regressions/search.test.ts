import { beforeEach, expect, it } from 'vitest';
import { CONVERSATION } from '../builders.ts';
import { type OpenOperatorDoor, openOperatorDoor } from '../contracts/operator-door.ts';
import { spoken } from '../usecases/spoken-desk.ts';

let door: OpenOperatorDoor;

beforeEach(async () => {
  door = await openOperatorDoor();
  await spoken(door.desk, { text: 'Не открывается урок', as: { confidence: 0.97 } });
  await spoken(door.desk, {
    text: '=HYPERLINK("http://evil.example","Нажми")',
    as: { confidence: 0.5, band: 'doubt' },
  });
});

const get = async (path: string, query: Record<string, string> = {}) =>
  (await door.ask({ method: 'GET', path, query })).body;
const found = async (query: Record<string, string>): Promise<{ confidence: number; source: string }[]> =>
  JSON.parse(await get('/api/search/messages', query)).items;

it('N12: a conversation is exported as CSV with what the bot said', async () => {
  const lines = (await get(`/api/export/conversation/${CONVERSATION}`)).split('\r\n');
  expect(lines.filter((line) => line.includes(',ai_bot,'))).not.toEqual([]);
});

it('N24: min_confidence is heeded without a scenario', async () => {
  expect((await found({})).map(({ confidence }) => confidence)).toContain(0.5);
  const sure = await found({ min_confidence: '0.9' });
  expect(sure.map(({ confidence }) => confidence)).toEqual([0.97, 0.97]);
  const unsure = await found({ max_confidence: '0.9' });
  expect(new Set(unsure.map(({ confidence }) => confidence))).toEqual(new Set([0.5]));
});

it.each(['results', `conversation/${CONVERSATION}`])(
  'N25: a CSV of %s has a byte order mark, and a spreadsheet runs nothing in it',
  async (what) => {
    const csv = await get(`/api/export/${what}`);
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(csv).toContain(`,"'=HYPERLINK(""http://evil.example"",""Нажми"")",`);
    expect(csv).not.toMatch(/(?:^|[,\n])"?[=+@]/);
  },
);

it('N25: a report has a byte order mark', async () => {
  expect((await get('/api/export/report')).startsWith('\ufeffday,scenario,')).toBe(true);
});

import { ERROR_TABLE, type Policy, STATUS_TABLE } from '../../domain/disposition.ts';
import { LADDER } from '../../domain/ladder.ts';

const POLICIES: Record<Policy, string> = {
  delivered: 'delivered',
  ladder: 'the whole ladder, then dead',
  brief: 'at most 3 tries within the hour, then dead',
  again: 'again after 10 s, which costs no try (30 times; then the ladder)',
  dead: 'dead at once',
  dead_and_disable: 'dead at once; the endpoint is disabled',
};

const BEGIN = '<!-- from the code: npm run docs -->';
const END = '<!-- end -->';

/** A text with everything that the code knows better put between its marks. */
export function withTables(text: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`put the tables between ${BEGIN} and ${END}`);
  return `${text.slice(0, from + BEGIN.length)}\n\n${tables()}\n${text.slice(to)}`;
}

function tables(): string {
  return `${ladder()}\n\n${statuses()}\n\n${errors()}\n`;
}

function ladder(): string {
  const steps = LADDER.map(duration).join(', ');
  const total = LADDER.reduce((sum, step) => sum + step, 0);
  return `The ladder after the first try: ${steps} (${LADDER.length + 1} tries over ${duration(total)}).`;
}

function statuses(): string {
  const rows = STATUS_TABLE.map(({ from, to, rule, policy, reason }) => {
    const range = from === to ? `${from}` : `${from}–${to}`;
    return `| ${range} | \`${rule}\` | ${POLICIES[policy]} | ${reason} |`;
  });
  return ['| status | rule | what follows | because |', '|---|---|---|---|', ...rows].join('\n');
}

function errors(): string {
  const rows = Object.entries(ERROR_TABLE).map(
    ([name, { policy, reason }]) => `| \`error.${name}\` | ${POLICIES[policy]} | ${reason} |`,
  );
  return ['| no complete answer | what follows | because |', '|---|---|---|', ...rows].join('\n');
}

const UNITS = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

function duration(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    left -= count * size;
  }
  return parts.join(' ');
}

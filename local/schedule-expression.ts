const oneTime = /^at\((?<local>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/** When an `at(…)` expression is due, in epoch milliseconds; undefined if it is no such time or there is no such zone. */
export function scheduledAt(expression: string, timeZone: string): number | undefined {
  const local = oneTime.exec(expression)?.groups?.['local'];
  if (local === undefined) return undefined;
  const asIfUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asIfUtc) || !new Date(asIfUtc).toISOString().startsWith(local)) return undefined;
  try {
    return toEpoch(asIfUtc, timeZone);
  } catch {
    return undefined;
  }
}

/** Twice, since the first guess may lie on the other side of a change of the clocks. */
function toEpoch(asIfUtc: number, timeZone: string): number {
  const guess = asIfUtc - offsetAt(asIfUtc, timeZone);
  return asIfUtc - offsetAt(guess, timeZone);
}

function offsetAt(epochMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, second } = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - epochMs;
}

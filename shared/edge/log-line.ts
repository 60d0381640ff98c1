/** One line of the function's log. What is empty is left out, because every byte is paid for. */
export function writeLogLine(fields: Readonly<Record<string, unknown>>): void {
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== '');
  // Past the console, which Lambda wraps: what is JSON by itself is kept as it is.
  process.stdout.write(`${JSON.stringify(Object.fromEntries(said))}\n`);
}

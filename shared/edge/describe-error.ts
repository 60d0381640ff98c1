const FRAMES = 5;
/** What an error was caused by, and so on: deeper than that nobody looks. */
const CHAIN = 4;

/**
 * An error and what caused it, for the log. Names, codes and places alone: messages of foreign errors may quote what a
 * customer wrote.
 */
export function describeError(error: unknown): Record<string, unknown> {
  return { ...linkOf(error), ...(error instanceof Error && { at: framesOf(error) }), ...causesOf(error) };
}

/** The outermost first; a chain that bites its tail ends where it was cut. */
function causesOf(error: unknown): { causes?: Record<string, unknown>[] } {
  const causes: Record<string, unknown>[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && causes.length < CHAIN) {
    causes.push({ ...linkOf(cause), ...(cause instanceof Error && { at: framesOf(cause).slice(0, 1) }) });
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes.length > 0 ? { causes } : {};
}

function linkOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, code } = error as Error & { code?: unknown };
  return { name, code };
}

/** A stack begins with the message, which may have lines that look like places. */
function framesOf({ stack = '', message }: Error): string[] {
  const places = message === '' ? stack : stack.split(message).at(-1);
  const frames = places?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return frames.slice(0, FRAMES).map((line) => line.trim());
}

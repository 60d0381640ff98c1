/** A wait in the whole seconds that a lane understands: never shorter than asked for. */
export function wholeSeconds(milliseconds: number): number {
  return Math.max(0, Math.ceil(milliseconds / 1000));
}

const PRIME = 0x01000193;
const OFFSET = 0x811c9dc5;

/** Starts the hash of a feature; the seed keeps kinds of features apart. */
export function startHash(seed: number): number {
  return extendHash(OFFSET, seed);
}

/** Adds one code unit (FNV-1a, one step for 16 bits). */
export function extendHash(hash: number, code: number): number {
  return Math.imul(hash ^ code, PRIME);
}

export function extendHashWith(hash: number, text: string): number {
  let extended = hash;
  for (let i = 0; i < text.length; i++) extended = extendHash(extended, text.charCodeAt(i));
  return extended;
}

/** Spreads the bits of a finished hash over an unsigned 32-bit number: FNV alone leaves the high ones poor. */
export function finishHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

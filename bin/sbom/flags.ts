import { parseFlags } from '../command-line.ts';

/** Where the bill of materials goes. @throws FlagError */
export function readFlags(args: readonly string[]): { out: string } {
  return parseFlags(args, { out: { type: 'string', default: 'sbom.cdx.json' } }, '--out FILE');
}

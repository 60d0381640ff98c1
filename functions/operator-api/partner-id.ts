import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';

/**
 * The partner that a path names. A name that is too long for a partner is nobody's.
 * @throws Fault partner.unknown
 */
export function partnerIn(parameters: Record<string, string>): string {
  const id = parameters['partner_id'] ?? '';
  return known([...id].length <= LIMITS.filterCharacters ? id : undefined);
}

/** @throws Fault partner.unknown */
export function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Fault('partner.unknown', 'there is no partner with this id');
  return found;
}

/** A partner: who may post messages, and how its webhooks are signed. */
export interface Partner {
  id: string;
  name: string;
  /** `whsec_…`; the first signs alone unless a rotation is under way, then all do. */
  webhook_secrets: string[];
}

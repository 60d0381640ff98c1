/** Services of AWS that refuse their callers, because somebody wants to see what becomes of it. */
export interface BrokenServices {
  /** The status that this call is refused with, if it is. */
  refusal(service: string, caller: string | undefined): number | undefined;
  /** From now on a service refuses all its callers, or this one, by a status from 400 on; by any other it works again. */
  set(service: string, behaviour: { status: number; caller?: string | undefined }): void;
}

export function createBrokenServices(): BrokenServices {
  const broken = new Map<string, { status: number; caller?: string | undefined }>();
  return {
    refusal(service, caller) {
      const found = broken.get(service);
      return found === undefined || (found.caller !== undefined && found.caller !== caller)
        ? undefined
        : found.status;
    },
    set(service, behaviour) {
      if (behaviour.status < 400) broken.delete(service);
      else broken.set(service, behaviour);
    },
  };
}

/** How Scheduler sends what it fires: SQS may refuse it like any other caller, by the name `scheduler`. */
export function sentByScheduler(
  broken: Pick<BrokenServices, 'refusal'>,
  send: (queueArn: string, body: string) => void,
): (queueArn: string, body: string) => void {
  return (queueArn, body) => {
    if (broken.refusal('sqs', 'scheduler') !== undefined) throw new Error('SQS refuses what is scheduled.');
    send(queueArn, body);
  };
}

import * as z from 'zod/mini';
import { BroadcastSignal } from './broadcast-signal.ts';
import { JobLaneSignal } from './job-signal.ts';
import { LaneSignal } from './lane-signal.ts';

/** What comes to the dead letters of all lanes: a signal, whose name of what has work tells its kind. */
export const DeadLetter = z.union([LaneSignal, JobLaneSignal, BroadcastSignal]);

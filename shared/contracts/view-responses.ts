import * as z from 'zod/mini';
import { ViewFilter } from './operator-views.ts';

/** One of `GET /api/views`, and what a change of one answers. */
export const SavedViewBody = z.object({
  id: z.string(),
  name: z.string(),
  shared: z.boolean(),
  filter: ViewFilter,
  saved_at: z.iso.datetime(),
  saved_by: z.string(),
});
export type SavedViewBody = z.infer<typeof SavedViewBody>;

/** `GET /api/views`: all of them. */
export const SavedViewsBody = z.object({ items: z.array(SavedViewBody), next: z.nullable(z.string()) });
export type SavedViewsBody = z.infer<typeof SavedViewsBody>;

import { FIGURES, type FigureName, type Recorded } from '../domain/figures.ts';

/** The namespace of all figures of the desk's own. */
const NAMESPACE = 'Firstline';

/**
 * What turns a line of the log into figures of CloudWatch (embedded metric format). Dimensions that are not the stage stand in
 * the line already; units are left out, because the names tell them.
 * @param at epoch milliseconds of wall time
 */
export function embedded(figures: Recorded, stage: string, at: number): Record<string, unknown> {
  const names = Object.keys(figures) as FigureName[];
  const directives = [...Map.groupBy(names, (name) => FIGURES[name].join())].map(([, alike]) => ({
    Namespace: NAMESPACE,
    Dimensions: [FIGURES[alike[0] as FigureName]],
    Metrics: alike.map((Name) => ({ Name })),
  }));
  if (directives.length === 0) return {};
  return { stage, ...figures, _aws: { Timestamp: at, CloudWatchMetrics: directives } };
}

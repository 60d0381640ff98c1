/** The stacks of a stage, in the order they need each other. */
export const STACK_PARTS = ['data', 'service', 'console'] as const;

export type StackPart = (typeof STACK_PARTS)[number];

export const stackName = (stage: string, part: StackPart): string => `firstline-${stage}-${part}`;

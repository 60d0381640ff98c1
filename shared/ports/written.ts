/** Did a conditional write find what its decision had used? */
export type Written = 'written' | 'conflict';

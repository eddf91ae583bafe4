/**
 * Plan, code 1 and code 2 become the final code, segment by segment, each with the reason of the choice.
 * In: two drafts and the plan. Out: the final draft, with alternatives that can be swapped in.
 * Paper: III-D, comparative learning. What speaks for a segment is the table in evidence.ts.
 */
export { compareDrafts } from './compare.ts';

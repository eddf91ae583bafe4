/** How a method makes the final code: which drafts, and what becomes of them. */
export interface Method {
  readonly drafts: readonly ('code-rag' | 'template-rag')[];
  readonly final: 'take' | 'compare';
}

/** The paper's method and, as rows, its ablations without comparison (Table V). */
export const METHODS = {
  dlcodegen: { drafts: ['code-rag', 'template-rag'], final: 'compare' },
  'code-rag': { drafts: ['code-rag'], final: 'take' },
  'template-rag': { drafts: ['template-rag'], final: 'take' },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

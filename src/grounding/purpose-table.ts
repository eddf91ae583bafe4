/** Programs for one special purpose, by their tag, and the words that ask for it; without them another program is nearer. */
export const PURPOSES: readonly { readonly tag: string; readonly pattern: RegExp }[] = [
  {
    tag: 'recommender',
    pattern:
      /\b(recommend\w*|collaborative filtering|matrix factori[sz]ation|ratings?|users? and items?)\b/,
  },
  { tag: 'counting', pattern: /\b(densit\w+|count\w*|crowds?|depth|(heat|height|flow) ?maps?)\b/ },
  { tag: 'translation', pattern: /\btranslat\w*\b/ },
  { tag: 'summarisation', pattern: /\b(summar\w+|abstracts?|headlines?)\b/ },
  { tag: 'chatbot', pattern: /\b(answer\w*|questions?|chat ?bots?|dialog\w*|repl(y|ies))\b/ },
];

/** Python's keywords, whose 1-grams weigh five times as much as others in the weighted n-gram match. */
export const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global
  if import in is lambda nonlocal not or pass raise return try while with yield match case type`.split(
    /\s+/,
  ),
);

export const KEYWORD_WEIGHT = 1;
export const OTHER_WEIGHT = 0.2;

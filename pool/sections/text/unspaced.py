"""What 12 programs share: MARKUP, PUNCTUATION, UNSPACED."""


# %% Configuration
MARKUP = r"</?[a-z][^<>]*>"
# Latin, Arabic, Indic, general and CJK marks, and apostrophes at the edge of a word.
PUNCTUATION = r"[!-&(-/:-@\[-`{-~\xa1-\xbf\u060c-\u061f\u0964\u2010-\u206f\u3001-\u303f]|\B'|'\B"
# Scripts written without spaces (Thai, Japanese, Chinese): each character counts as a word.
UNSPACED = r"[\u0e01-\u0e3a\u0e40-\u0e4e\u3040-\u30ff\u3400-\u9fff]"

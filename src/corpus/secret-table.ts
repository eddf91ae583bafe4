/** Something in code that may tell who wrote it, or open what is theirs. */
export interface Secret {
  readonly kind: 'email' | 'key' | 'password' | 'user name';
  /** Each match is replaced, or, where there is a group `secret`, that group alone. */
  readonly pattern: RegExp;
  readonly replacement: string;
  /** A text without which the pattern cannot match; saves the search. */
  readonly needs?: string;
}

const KEY = 'REMOVED_KEY';

/**
 * What is taken out of code. Prefixes of keys are those that their issuers document, as in the rules of gitleaks and of GitHub's
 * secret scanning; a key without a prefix is known by the name it is given to. Every pattern takes time in proportion to the text.
 */
export const SECRETS: readonly Secret[] = [
  {
    kind: 'key',
    needs: '-----BEGIN',
    pattern:
      /-----BEGIN[ A-Z]{0,40}PRIVATE KEY[^-]{0,20}-----[\w\s+/=\\"',:-]{0,8000}?-----END[ A-Z]{0,40}PRIVATE KEY[^-]{0,20}-----/g,
    replacement: KEY,
  },
  { kind: 'key', pattern: /\b(?:AKIA|ASIA|AROA|AIDA|A3T[A-Z\d])[A-Z\d]{16}\b/g, replacement: KEY },
  { kind: 'key', needs: 'AIza', pattern: /\bAIza[\w-]{35}/g, replacement: KEY },
  { kind: 'key', needs: 'ya29.', pattern: /\bya29\.[\w-]{20,400}/g, replacement: KEY },
  { kind: 'key', needs: 'GOCSPX-', pattern: /\bGOCSPX-[\w-]{28}/g, replacement: KEY },
  { kind: 'key', needs: 'gh', pattern: /\bgh[pousr]_[A-Za-z\d]{36,255}/g, replacement: KEY },
  { kind: 'key', needs: 'github_pat_', pattern: /\bgithub_pat_\w{40,255}/g, replacement: KEY },
  { kind: 'key', needs: 'glpat-', pattern: /\bglpat-[\w-]{20,255}/g, replacement: KEY },
  { kind: 'key', needs: 'hf_', pattern: /\bhf_[A-Za-z\d]{30,60}\b/g, replacement: KEY },
  { kind: 'key', needs: 'sk-', pattern: /\bsk-[A-Za-z\d_-]{20,255}/g, replacement: KEY },
  { kind: 'key', needs: 'gsk_', pattern: /\bgsk_[A-Za-z\d]{40,80}/g, replacement: KEY },
  { kind: 'key', needs: 'r8_', pattern: /\br8_[A-Za-z\d]{37}/g, replacement: KEY },
  { kind: 'key', needs: 'xox', pattern: /\bxox[abeoprs]-[\w-]{10,255}/g, replacement: KEY },
  {
    kind: 'key',
    needs: 'hooks.slack.com',
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/+]{20,100})/g,
    replacement: KEY,
  },
  {
    kind: 'key',
    needs: '/api/webhooks/',
    pattern: /discord(?:app)?\.com\/api\/webhooks\/(?<secret>\d{15,25}\/[\w-]{40,100})/g,
    replacement: KEY,
  },
  { kind: 'key', pattern: /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z\d]{16,255}/g, replacement: KEY },
  { kind: 'key', needs: 'SG.', pattern: /\bSG\.[\w-]{16,32}\.[\w-]{30,64}/g, replacement: KEY },
  { kind: 'key', needs: 'npm_', pattern: /\bnpm_[A-Za-z\d]{36}\b/g, replacement: KEY },
  { kind: 'key', needs: 'pypi-', pattern: /\bpypi-[\w-]{50,1000}/g, replacement: KEY },
  { kind: 'key', needs: 'dapi', pattern: /\bdapi[a-f\d]{32}\b/g, replacement: KEY },
  {
    kind: 'key',
    needs: 'eyJ',
    pattern: /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,1000}/g,
    replacement: KEY,
  },
  { kind: 'key', pattern: /\b\d{8,10}:AA[\w-]{33}\b/g, replacement: KEY },
  {
    kind: 'key',
    needs: 'AccountKey=',
    pattern: /AccountKey=(?<secret>[A-Za-z\d+/=]{40,100})/g,
    replacement: KEY,
  },
  {
    kind: 'key',
    pattern:
      /\b[\w-]{0,40}(?:api_?-?key|secret|token|auth_?key|access_?key|private_?key|kaggle_key)[\w-]{0,20}["']?\]?\s{0,4}[:=,]{1,2}\s{0,4}[bru]?["'](?<secret>[\w+/=.~-]{16,400})["']/gi,
    replacement: KEY,
  },
  {
    kind: 'user name',
    pattern: /"username"\s{0,4}:\s{0,4}"(?<secret>[\w-]{2,60})"\s{0,4},\s{0,4}"key"/g,
    replacement: 'user',
  },
  {
    kind: 'key',
    pattern: /["']key["']\s{0,4}:\s{0,4}\\?["'](?<secret>[a-f\d]{32,64})\\?["']/g,
    replacement: KEY,
  },
  {
    kind: 'key',
    needs: 'login',
    pattern: /\blogin\(\s{0,8}(?:key\s{0,4}=\s{0,4})?["'](?<secret>[A-Za-z\d_-]{20,400})["']/g,
    replacement: KEY,
  },
  {
    kind: 'password',
    pattern:
      /\b[\w-]{0,40}(?:passwd|password|pwd)["']?\]?\s{0,4}[:=]{1,2}\s{0,4}[bru]?["'](?<secret>[^"'\s]{4,200})["']/gi,
    replacement: 'REMOVED_PASSWORD',
  },
  {
    kind: 'password',
    needs: '://',
    pattern: /\b[a-z][a-z\d+.-]{1,20}:\/\/(?<secret>[\w.%+-]{1,100}:[^\s:/@"']{1,200})@/gi,
    replacement: 'user:REMOVED_PASSWORD',
  },
  {
    kind: 'email',
    needs: '@',
    pattern:
      /(?<![\w.+-])[A-Za-z\d][\w.+-]{0,63}@[A-Za-z\d][A-Za-z\d-]{0,62}(?:\.[A-Za-z\d-]{1,63}){0,4}\.[A-Za-z]{2,24}\b/g,
    replacement: 'name@example.com',
  },
  {
    kind: 'user name',
    pattern:
      /(?:\/home\/|\/Users\/|\b[A-Za-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/))(?<secret>(?!(?:user|jovyan|jupyter|ubuntu|ec2-user|kaggle|Public|Shared|Default)\b)[\w.@+-]{1,60}(?: [A-Z][\w.-]{0,40})?)(?=[\\/"'\s]|$)/g,
    replacement: 'user',
  },
];

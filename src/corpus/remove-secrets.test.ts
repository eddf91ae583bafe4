import { expect, test } from 'vitest';
import { removeSecrets } from './remove-secrets.ts';

/** Made up, of the right length; put together, so that no scanner takes this file for a leak. */
const hex = (length: number): string => '0123456789abcdef'.repeat(8).slice(0, length);
const word = (length: number): string =>
  'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z'.repeat(9).slice(0, length);

const ROWS: Readonly<Record<string, readonly [string, string, object]>> = {
  'e-mail': ['# by jane.doe+x@mail.example.co.uk, ok', '# by name@example.com, ok', { email: 1 }],
  'two e-mails': ['a@b.io c@d.org', 'name@example.com name@example.com', { email: 2 }],
  'a matrix product and a decorator': ['y = a@b\n@tf.function\nx = w @ v.T', '', {}],
  'an address that is an example': ['"me@example.com"', '', {}],
  'key of AWS': [`k = "AKIA${word(16).toUpperCase()}"`, 'k = "REMOVED_KEY"', { key: 1 }],
  'key of Google': [`f("AIza${word(35)}")`, 'f("REMOVED_KEY")', { key: 1 }],
  'token of GitHub in an address': [
    `!git clone https://ghp_${word(36)}@github.com/a/b`,
    '!git clone https://REMOVED_KEY@github.com/a/b',
    { key: 1 },
  ],
  'token of Hugging Face': [`login("hf_${word(34)}")`, 'login("REMOVED_KEY")', { key: 1 }],
  'key of wandb': [`wandb.login(key="${hex(40)}")`, 'wandb.login(key="REMOVED_KEY")', { key: 1 }],
  'key of Kaggle': [
    `{"username":"jane","key":"${hex(32)}"}`,
    '{"username":"user","key":"REMOVED_KEY"}',
    { key: 1, 'user name': 1 },
  ],
  'key of Kaggle in the environment': [
    `os.environ['KAGGLE_KEY'] = '${hex(32)}'`,
    "os.environ['KAGGLE_KEY'] = 'REMOVED_KEY'",
    { key: 1 },
  ],
  'key by its name': [`API_KEY = '${word(24)}'`, "API_KEY = 'REMOVED_KEY'", { key: 1 }],
  'private key': [
    `-----BEGIN RSA PRIVATE KEY-----\n${word(60)}\n${word(20)}\n-----END RSA PRIVATE KEY-----\nx`,
    'REMOVED_KEY\nx',
    { key: 1 },
  ],
  password: [`login(password='hunter22')`, `login(password='REMOVED_PASSWORD')`, { password: 1 }],
  'password in an address': [
    'e("postgres://jane:hunter22@db.local/x")',
    'e("postgres://user:REMOVED_PASSWORD@db.local/x")',
    { password: 1 },
  ],
  'user names in paths': [
    String.raw`a("/home/jane/x") b("/Users/jdoe/y") c("C:\\Users\\Jane Doe\\z") d(r"C:\Users\jd\z")`,
    String.raw`a("/home/user/x") b("/Users/user/y") c("C:\\Users\\user\\z") d(r"C:\Users\user\z")`,
    { 'user name': 4 },
  ],
  'folders of machines': ['a("/home/jovyan/x", "/kaggle/input/y", "/content/drive/z")', '', {}],
  placeholders: ['API_KEY = "YOUR_API_KEY_GOES_HERE"\ntoken = "xxxxxxxxxxxxxxxxxxxx"', '', {}],
  'tokens of language': [
    'token = tokenizer.word_index["a"]\noov_token="<OOV>"\nstart_token = "startseq"',
    '',
    {},
  ],
};

test.each(Object.entries(ROWS))('%s', (_, [code, expected, removed]) => {
  expect(removeSecrets(code)).toEqual({ code: expected === '' ? code : expected, removed });
});

test('nothing is left to remove', () => {
  for (const [code] of Object.values(ROWS)) {
    expect(removeSecrets(removeSecrets(code).code).removed).toEqual({});
  }
});

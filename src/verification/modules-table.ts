import { ownTable } from '../core/index.ts';

/** Top-level modules of Python 3.11's standard library that a project may sensibly import. */
export const STANDARD_MODULES: ReadonlySet<string> = new Set(
  (
    '__future__ abc argparse array ast asyncio base64 bisect bz2 calendar codecs collections colorsys concurrent ' +
    'configparser contextlib copy csv ctypes dataclasses datetime decimal difflib dis email enum errno fnmatch ' +
    'fractions functools gc getpass gettext glob gzip hashlib heapq hmac html http importlib inspect io ipaddress ' +
    'itertools json keyword linecache locale logging lzma math mimetypes multiprocessing numbers operator os pathlib ' +
    'pickle pkgutil platform pprint queue random re sched secrets select shelve shlex shutil signal socket sqlite3 ' +
    'ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading time timeit ' +
    'tokenize traceback tracemalloc types typing unicodedata unittest urllib uuid warnings wave weakref xml zipfile ' +
    'zlib zoneinfo'
  ).split(' '),
);

/** Import name -> distribution of python/environment.txt; only what a project may build on, not their dependencies. */
export const ENVIRONMENT_MODULES: Readonly<Record<string, string>> = ownTable({
  keras: 'keras',
  tensorflow: 'tensorflow-cpu',
  numpy: 'numpy',
  pandas: 'pandas',
  sklearn: 'scikit-learn',
  scipy: 'scipy',
  matplotlib: 'matplotlib',
  PIL: 'pillow',
  pyarrow: 'pyarrow',
  pytest: 'pytest',
  h5py: 'h5py',
  joblib: 'joblib',
  keras_hub: 'keras-hub',
  tokenizers: 'tokenizers',
  xgboost: 'xgboost-cpu',
  lightgbm: 'lightgbm',
});

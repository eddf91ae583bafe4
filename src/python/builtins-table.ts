/** Names every Python 3.11 module finds without an import. */
export const PYTHON_BUILTINS: ReadonlySet<string> = new Set(
  `abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile
  complex delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals
  hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next
  object oct open ord pow print property quit range repr reversed round set setattr slice sorted
  staticmethod str sum super tuple type vars zip ArithmeticError AssertionError AttributeError BaseException
  EOFError Exception FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError ImportError
  IndexError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
  NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PermissionError RuntimeError
  StopIteration SyntaxError SystemExit TimeoutError TypeError UnicodeDecodeError UnicodeError
  UnicodeEncodeError ValueError Warning ZeroDivisionError UserWarning DeprecationWarning True False None
  Ellipsis __name__ __file__ __doc__ __builtins__`.split(/\s+/),
);

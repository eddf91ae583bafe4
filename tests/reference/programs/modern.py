def kind(value):
    match value:
        case {"type": name, **rest}:
            return name, rest
        case [first, *others] if (n := len(others)) > 2:
            return first, n
        case str() | bytes():
            return "text"
        case _:
            return None


total = lambda *values, start=0: sum(values, start)
print(total(1, 2, start=3), not kind(3), 3 not in [1], 3 is not None)
with open("a") as a, open("b") as b:
    print(a.read(), file=b)
assert isinstance(total, object), "no function"
global_names: dict[str, int] = {}

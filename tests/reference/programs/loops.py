def search(grid, goal, limit=10):
    best, path = None, []
    for row, line in enumerate(grid):
        for column, value in enumerate(line):
            if value == goal:
                best = row, column
                break
            elif value > limit:
                limit = value
            else:
                path = path + [value]
    else:
        best = limit
    while best is not None and limit > 0:
        limit -= 1
        best = best if limit else None
    squares = {key: [x * x for x in path if x] for key in range(limit)}
    a = b = c = squares
    return a, b, c, best

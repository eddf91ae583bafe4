from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A point."""
    x: int = 0
    y: "int" = 0

    @property
    def length(self) -> float:
        return (self.x ** 2 + self.y ** 2) ** 0.5


class Line(Point):
    def __init__(self, *points, **options):
        super().__init__()
        self.points = points
        self.scale = options.get('scale', 1) if options else 1
        first, *rest = points
        self.rest = rest[1:-1:2]

    async def draw(self):
        async with self.canvas() as canvas:
            async for point in self.points:
                await canvas.put(point)
        try:
            value = yield
        except (KeyError, ValueError) as error:
            raise RuntimeError(f"no {error!r:>10} in {self.scale}") from error
        finally:
            del value

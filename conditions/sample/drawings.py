"""Draws the twelve sample images, abstract and calm, and always the same for the same slug."""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageColor, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Point = tuple[float, float]

WIDTH, HEIGHT = 1600, 900
SCALE = 2  # masks are painted this much larger and then reduced, which smooths their edges
QUALITY = 88


class Mask:
    """Shapes that are painted in one go, in points of 1600 by 900; each act returns the mask."""

    def __init__(self) -> None:
        self.image = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
        self.draw = ImageDraw.Draw(self.image)

    def dot(self, centre: Point, radius: float) -> Mask:
        self.draw.circle([value * SCALE for value in centre], radius * SCALE, fill=255)
        return self

    def line(self, points: Sequence[Point], width: float) -> Mask:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=255, width=round(width * SCALE), joint="curve")
        return self.dot(points[0], width / 2).dot(points[-1], width / 2)

    def ring(self, centre: Point, radius: float, width: float, *, gap: float = 0) -> Mask:
        """Paint a circle that is open by `gap` degrees on its right."""
        box = [(value + side * radius) * SCALE for side in (-1, 1) for value in centre]
        self.draw.arc(box, gap / 2, 360 - gap / 2, fill=255, width=round(width * SCALE))
        return self

    def area(self, points: Sequence[Point]) -> Mask:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=255)
        return self

    def below(self, points: Sequence[Point]) -> Mask:
        return self.area([*points, (WIDTH, HEIGHT), (0, HEIGHT)])


class Canvas:
    """An image to paint on; colours are CSS hex codes, opacity runs from 0 to 1."""

    def __init__(self, *rows: str) -> None:
        """Fill the canvas with a gradient from the first row down; a row is "#left #right"."""
        colours = [ImageColor.getrgb(colour) for row in rows for colour in row.split()]
        grid = Image.new("RGB", (2, len(rows)))
        grid.putdata(colours)
        self.image = grid.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)

    def paint(self, colour: str, mask: Mask, *, opacity: float = 1, blur: float = 0) -> None:
        soft = mask.image.reduce(SCALE).filter(ImageFilter.GaussianBlur(blur))
        self.image.paste(ImageColor.getrgb(colour), mask=soft.point(lambda v: round(v * opacity)))

    def glow(self, centre: Point, radius: float, colour: str, *, opacity: float = 1) -> None:
        halo = Image.radial_gradient("L").point(  # the gradient is about 180 where it meets a side
            lambda value: round(255 * opacity * max(0, 1 - value / 178) ** 2)
        )
        halo = halo.resize((round(2 * radius), round(2 * radius)), Image.Resampling.BICUBIC)
        corner = (round(centre[0] - radius), round(centre[1] - radius))
        self.image.paste(ImageColor.getrgb(colour), corner, halo)


def curve(height: Callable[[float], float]) -> list[Point]:
    """Return the line whose height at x is `height(x)`, from the left edge to the right."""
    return [(x, height(x)) for x in range(0, WIDTH + 1, 5)]


def rolling(base: float, phase: float) -> list[Point]:
    return curve(lambda x: base + 58 * math.sin(x / 260 + phase) + 18 * math.sin(x / 105 + phase))


def rising(base: float, phase: float) -> list[Point]:
    return curve(lambda x: base + 92 * math.exp(-((x / 330 - 2.1) ** 2)) * math.sin(x / 44 + phase))


def bezier(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return the cubic curve from start to end that the two points between them pull at."""

    def along(axis: int, t: float) -> float:
        a, b, c, d = start[axis], first[axis], second[axis], end[axis]
        return (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d

    return [(along(0, step / 40), along(1, step / 40)) for step in range(41)]


def away(start: Point, angle: float, distance: float) -> Point:
    return start[0] + distance * math.cos(angle), start[1] + distance * math.sin(angle)


def _chronic_pain(_dice: Random) -> Canvas:
    canvas = Canvas("#f7f1e4 #eef2f2", "#e4edf0 #d3e3ec")
    colours = ["#a9cbe0", "#f3d39c", "#7fb0d2", "#ecb968", "#5590bd", "#dc9c45", "#2f6898"]
    for place, colour in enumerate(colours):
        wave = Mask().below(rolling(280 + 88 * place, 4 + 0.9 * place))
        canvas.paint("#1f4a70", wave, opacity=0.25, blur=22)
        canvas.paint(colour, wave, opacity=0.9)
    return canvas


def _neuropathic_pain(dice: Random) -> Canvas:
    canvas, nerve, ends = Canvas("#16324f #1d4668", "#1b4061 #2f6a8f"), Mask(), []

    def grow(start: Point, heading: float, angle: float, length: float, width: float) -> None:
        tip, pull = away(start, angle, length), away(start, heading, length * 0.45)
        nerve.line(bezier(start, pull, away(tip, angle, -length * 0.3), tip), width)
        if width < 5:
            ends.append(tip)
            return
        for turn in (-1, 1):
            aim = 0.45 * angle + turn * dice.uniform(0.26, 0.34) * (width / 18) ** 0.6
            grow(tip, angle, aim, length * dice.uniform(0.76, 0.98), width * 0.7)

    grow((-20, 470), -0.3, 0, 380, 18)
    canvas.paint("#7fb8dc", nerve, opacity=0.5, blur=14)
    canvas.paint("#c4e0f0", nerve)
    for end in ends:
        canvas.glow(end, 90, "#f6b04e", opacity=0.9)
        canvas.glow(end, 26, "#fff3d6")
    return canvas


FINGERS = (  # the root and the tip of each finger, then its width
    ((748, 650), (614, 470), 66),
    ((750, 540), (708, 270), 58),
    ((798, 520), (792, 226), 60),
    ((846, 528), (874, 258), 58),
    ((886, 560), (952, 340), 50),
)


def _crps(_dice: Random) -> Canvas:
    canvas, hand = Canvas("#eef2f3 #e4edf2", "#d9e7ee #c6dbe8"), Mask()
    canvas.glow((800, 480), 620, "#f7b35c", opacity=0.8)
    for place in range(6):
        ring = Mask().ring((800, 480), 330 + 78 * place, 13 - 1.5 * place)
        canvas.paint("#d9822b", ring, opacity=0.75 - 0.11 * place)
    hand.area([(720, 520), (896, 528), (908, 640), (868, 740), (760, 740), (724, 640)])
    hand.area([(756, 700), (868, 700), (878, 960), (748, 960)])
    for root, tip, width in FINGERS:
        hand.line([root, tip], width)
    inside, outline, soft = Mask(), Mask(), hand.image.filter(ImageFilter.GaussianBlur(12))
    inside.image = soft.point(lambda value: 255 if value > 128 else 0)
    outline.image = soft.point(lambda value: 255 if 74 < value < 182 else 0)
    canvas.paint("#fbf6ee", inside, opacity=0.85)
    canvas.paint("#2f6898", outline)
    return canvas


def _postherpetic_neuralgia(dice: Random) -> Canvas:
    canvas = Canvas("#dce9f0 #eef2f1", "#c5dbe8 #f3ead8")
    for shift in (-150, -100, -50, 50, 100, 150, 0):
        side = [(800 + shift + 120 * math.sin(y / 190 + 0.6), y) for y in range(-20, 930, 10)]
        line = Mask().line(side, 4 if shift else 15)
        canvas.paint("#3b7aa8", line, opacity=1 - abs(shift) / 190)
    for colour in ("#e6a23c", "#d9822b", "#f0be72", "#c96f2a"):
        dots = Mask()
        for x in (dice.uniform(60, 1540) for _ in range(120)):
            y = 540 - 0.11 * x + 50 * math.sin(x / 330) + dice.gauss(0, 44)
            dots.dot((x, y), dice.uniform(4, 13))
        canvas.paint(colour, dots, opacity=0.9)
    return canvas


def _mental_health(_dice: Random) -> Canvas:
    canvas = Canvas("#6d6aa8 #7f78b4", "#b79cc9 #c3a5cb", "#f3bdb2 #f3c1b3", "#fbdcb8 #fbdcb8")
    horizon = 590
    canvas.glow((800, horizon), 900, "#fff0cf", opacity=0.9)
    canvas.paint("#fff8ea", Mask().dot((800, horizon), 92))
    sky = canvas.image.crop((0, 0, WIDTH, horizon)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    canvas.image.paste(sky.resize((WIDTH, HEIGHT - horizon)), (0, horizon))
    canvas.paint("#5f5b9c", Mask().below([(0, horizon), (WIDTH, horizon)]), opacity=0.42)
    return canvas


def _severe_depression(dice: Random) -> Canvas:
    canvas = Canvas("#2b2a55 #37346a", "#55497f #5f4f86", "#8d6b97 #9a739a", "#b58aa4 #b58aa4")
    light = (1050, 320)
    canvas.glow(light, 480, "#f5c9b8", opacity=0.55)
    canvas.glow(light, 110, "#fff1d8", opacity=0.9)
    canvas.paint("#fffaf0", Mask().dot(light, 13))
    for place, colour in enumerate(("#6d5885", "#514471", "#39335b", "#262445")):
        canvas.paint(colour, Mask().below(rolling(530 + 88 * place, dice.uniform(0, 6))))
    return canvas


def _ocd(_dice: Random) -> Canvas:
    canvas = Canvas("#ece2f3 #f6e6ea", "#d3c5e6 #f8ddd0")
    for inner, colour in enumerate(("#5b4f9a", "#a8648f", "#7d6cb5", "#c98a9f")):
        rings = Mask()
        for column in range(6):
            for row in range(3):
                centre, gap = (188 + 258 * column, 170 + 280 * row), 27 * column + 9 * row
                rings.ring(centre, 122 - 28 * inner, 8 - 1.5 * inner, gap=gap)
        canvas.paint(colour, rings, opacity=0.85)
    return canvas


def _ptsd(dice: Random) -> Canvas:
    canvas, pieces = Canvas("#453f72 #8d78ab", "#574c83 #e3b9b4"), Mask()
    canvas.glow((1490, 220), 900, "#ffe9cf", opacity=0.9)
    for _ in range(100):
        start = (950 * dice.random() ** 1.5 - 30, dice.uniform(0, HEIGHT))
        end = away(start, dice.gauss(0.4, 0.8), dice.uniform(30, 120))
        pieces.line([start, end], dice.uniform(3, 7))
    canvas.paint("#c9b8dc", pieces, opacity=0.4)
    near = bezier((150, 940), (620, 560), (860, 800), (1490, 226))
    far = bezier((330, 940), (740, 640), (920, 800), (1496, 230))
    path = Mask().area([*near, *reversed(far)])
    canvas.paint("#3a3463", path, opacity=0.5, blur=24)
    canvas.paint("#fdeede", path)
    return canvas


def _seizure_disorder(_dice: Random) -> Canvas:
    canvas = Canvas("#e3f1ec #eef5ee", "#bfe0d6 #d8ecdd")
    for colour, first in (("#1f7a6b", 0), ("#3f9a86", 1), ("#d0a640", 2)):
        waves = Mask()
        for place in range(first, 15, 3):
            waves.line(rising(170 + 40 * place, place * 0.42), 4)
        canvas.paint(colour, waves, opacity=0.85)
    return canvas


def _epilepsy(dice: Random) -> Canvas:
    canvas, start, burst = Canvas("#0f4a47 #1d6a61", "#155650 #5fa590"), (440, 450), Mask()
    canvas.glow(start, 640, "#f3d98a", opacity=0.7)
    for place in range(70):
        burst.line([start, away(start, math.tau * place / 70, dice.uniform(120, 330))], 3)
    canvas.paint("#f8e3a3", burst, opacity=0.6)
    for colour, first in (("#d3f0e4", 0), ("#b5e0d0", 1), ("#f3d98a", 2)):
        calm = Mask()
        for place in range(first - 14, 15, 3):
            level, pull = 450 + 29 * place, away(start, place * 0.09, 330)
            calm.line(bezier(start, pull, (850, level), (WIDTH + 20, level)), 3.5)
        canvas.paint(colour, calm, opacity=0.8)
    return canvas


def _focal_seizures(dice: Random) -> Canvas:
    return _field(dice, bright=[(13, 4)], halo=300)


def _generalised_seizures(dice: Random) -> Canvas:
    corners = [(column, row) for column in range(0, 20, 2) for row in range(0, 11, 2)]
    bright = [(column + dice.randrange(2), row + dice.randrange(2)) for column, row in corners]
    return _field(dice, bright=bright, halo=90)


def _field(dice: Random, *, bright: list[tuple[int, int]], halo: float) -> Canvas:
    """Draw a field of 20 by 11 dots, of which the bright ones shine."""
    canvas, dim, lit = Canvas("#0e3f42 #12514f", "#14565a #1f7a6b"), Mask(), Mask()
    for place in ((column, row) for column in range(20) for row in range(11)):
        x, y = (55 + 79 * step + dice.uniform(-9, 9) for step in place)
        if place in bright:
            canvas.glow((x, y), halo, "#f6d98b", opacity=0.75)
            lit.dot((x, y), 15)
        else:
            dim.dot((x, y), dice.uniform(7, 11))
    canvas.paint("#7cc4b0", dim, opacity=0.6)
    canvas.paint("#fff4d2", lit)
    return canvas


DRAWINGS: dict[str, Callable[[Random], Canvas]] = {
    "chronic-pain": _chronic_pain,
    "neuropathic-pain": _neuropathic_pain,
    "crps": _crps,
    "postherpetic-neuralgia": _postherpetic_neuralgia,
    "mental-health": _mental_health,
    "severe-depression": _severe_depression,
    "ocd": _ocd,
    "ptsd": _ptsd,
    "seizure-disorder": _seizure_disorder,
    "epilepsy": _epilepsy,
    "focal-seizures": _focal_seizures,
    "generalised-seizures": _generalised_seizures,
}
SLUGS: tuple[str, ...] = tuple(DRAWINGS)


@cache
def draw(slug: str) -> bytes:
    """Return the drawing of this slug, a JPEG of 1600 by 900; raises KeyError for another slug."""
    canvas = DRAWINGS[slug](Random(slug))  # noqa: S311 (dice place shapes here, they guard nothing)
    answer = BytesIO()
    canvas.image.save(answer, "JPEG", quality=QUALITY, optimize=True)
    return answer.getvalue()

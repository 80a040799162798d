#!/usr/bin/python3
"""Makes the font files of this folder from fontsource's (npm ci first; Debian: python3-fonttools, python3-brotli).

Run by hand when a font's version changes; the results are committed, so that a build executes nothing of this.
Inter and Noto Sans Arabic keep the weights we use (400-700); Arabic keeps Arabic and Persian; STIX Two Math keeps its MATH table
and the letters and signs of school mathematics. Source Serif is served as published: its name is reserved for unmodified files.
"""
import io
import pathlib
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = pathlib.Path(__file__).parent
MODULES = HERE.parent / "node_modules"
TEXT = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga", "clig", "rlig", "init", "medi", "fina", "isol", "tnum", "case"]


def span(first, last):
    return list(range(first, last + 1))


def make(source, target, codes, weights=None, features=TEXT):
    font = TTFont(MODULES / source)
    if weights:
        # Written and read again: the subsetter stumbles over glyphs whose variations the narrower axis has emptied.
        narrowed = io.BytesIO()
        instancer.instantiateVariableFont(font, {"wght": weights}).save(narrowed)
        font = TTFont(narrowed)
    options = subset.Options(flavor="woff2", layout_features=features, hinting=False, notdef_outline=True, drop_tables=[])
    tool = subset.Subsetter(options)
    tool.populate(unicodes=codes)
    tool.subset(font)
    font.flavor = "woff2"
    font.save(HERE / target)
    print(target, (HERE / target).stat().st_size)


whole = span(0, 0xFFFF)
for part in ("latin", "latin-ext", "greek", "greek-ext"):
    make(f"@fontsource-variable/inter/files/inter-{part}-wght-normal.woff2", f"inter-{part}.woff2", whole, (400, 700))

make("@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2", "noto-sans-arabic.woff2",
     span(0x600, 0x652) + [0x654, 0x655, 0x656, 0x660, 0x66A, 0x66B, 0x66C, 0x670, 0x671, 0x679, 0x67E, 0x686, 0x688, 0x691, 0x698,
                           0x6A9, 0x6AF, 0x6BA, 0x6BE, 0x6C0, 0x6C1, 0x6C3, 0x6CC, 0x6D2, 0x6D3, 0x6D4, 0x6D5]
     + span(0x660, 0x669) + span(0x6F0, 0x6F9) + span(0x200C, 0x200F) + span(0x2066, 0x2069) + [0x25CC, 0xFDF2, 0xFDFC], (400, 700))

math = (span(0x20, 0x7E) + span(0xA0, 0xFF) + span(0x370, 0x3FF) + span(0x2010, 0x2026) + span(0x2032, 0x2037)
        + span(0x2070, 0x209C) + [0x2102, 0x210B, 0x210F, 0x2110, 0x2112, 0x2113, 0x2115, 0x2119, 0x211A, 0x211B, 0x211D, 0x2124, 0x2130, 0x2131, 0x2133]
        + span(0x2190, 0x21D5) + span(0x2200, 0x22EF) + [0x2308, 0x2309, 0x230A, 0x230B, 0x23DE, 0x23DF, 0x25A1, 0x25B3, 0x27E8, 0x27E9, 0x27F5, 0x27F6, 0x27F7, 0x27F8, 0x27F9, 0x27FA, 0x2A7D, 0x2A7E]
        + span(0x1D434, 0x1D467) + span(0x1D400, 0x1D433) + span(0x1D49C, 0x1D4B5) + span(0x1D538, 0x1D56B) + span(0x1D6E2, 0x1D71B))
make("@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", "stix-two-math.woff2", math, features=["ssty", "dtls", "flac", "ccmp", "kern"])

"""A figure drawn: an SVG that needs no script and no style, in the colour of the words around it. Pure."""

from markupsafe import Markup

WHOLE, HIGH = 100, 4


def bar(length: float | None) -> Markup:
    """As long as its share of the row it stands in; a dashed line where there is none to say. What it shows stands in
    words beside it."""
    drawn = _line() if length is None else _rect(1, 0.12) + _rect(min(max(length, 0.0), 1.0))
    return Markup(
        f'<svg class="bar" viewBox="0 0 {WHOLE} {HIGH}" preserveAspectRatio="none" aria-hidden="true" '
        f'fill="currentColor">{drawn}</svg>'
    )


def _rect(length: float, opacity: float = 1) -> str:
    return f'<rect width="{length * WHOLE:.4g}" height="{HIGH}" opacity="{opacity}"/>'


def _line() -> str:
    return (
        f'<line x1="0" x2="{WHOLE}" y1="{HIGH / 2:g}" y2="{HIGH / 2:g}" stroke="currentColor" stroke-dasharray="2 4" '
        'vector-effect="non-scaling-stroke"/>'
    )

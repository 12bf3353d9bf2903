"""A résumé as lists in printing order, and words held together where a line must not break."""

import re
from typing import Any

from markupsafe import Markup, escape

from web.kit.printing.words import labels, month, when

ORDER = (
    "work", "projects", "education", "skills", "languages", "certificates", "awards", "grants", "publications",
    "volunteer", "interests", "references",
)  # fmt: skip

_BREAK = re.compile('[-–—/+]')
_WIDE = re.compile(r'f(?=[)\]}])|[(\[{](?=j)')      # pairs some fonts kern apart so far that readers see a space
_CHUNK = re.compile(r'[^\s\u2e80-\u9fff\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]+')


def keep(text):
    """Escape; hold together what would otherwise break after a hyphen.

    Readers take a hyphen at a line's end for hyphenation: "real-|time" comes out as "realtime". Words and short
    phrases with a hyphen therefore stay on one line; above 34 characters they may break.
    """
    text = str(text or '')
    if _WIDE.search(text):
        return Markup(_WIDE.sub(r'<span class="k">\g<0></span>', str(_keep(text))))
    return _keep(text)


def _keep(text):
    if not _BREAK.search(text):
        return escape(text)
    out, last, held = [], 0, None
    for m in _CHUNK.finditer(text):
        start = m.start() if held is None else held
        if m.group()[-1] in '-–' and m.end() < len(text):      # "pre- and", "2012 - 2014": bind to the next word
            held = start
            continue
        held = None
        piece = text[start:m.end()]
        if _BREAK.search(piece[1:-1]) and len(piece) <= 34:
            out += [escape(text[last:start]), Markup('<span class="k">'), escape(piece), Markup('</span>')]
            last = m.end()
    out.append(escape(text[last:]))
    return Markup('').join(out)


def bare(url):
    return re.sub(r'^(https?://)?(www\.)?|/$', '', url or '')


def href(url):
    """A link that may be clicked; anything but http, https, mailto and tel is printed as text."""
    url = (url or '').strip()
    if re.match(r'(https?|mailto|tel):', url, re.I):
        return url
    return None if re.match(r'[a-z][a-z0-9+.-]*:', url, re.I) else 'https://' + url


# --- data to lists in printing order -------------------------------------------------------------------------

def view(data, lang='en', order=ORDER, words=None):
    b, lab = data.get('basics') or {}, words or labels(lang)
    loc = b.get('location') or {}
    if isinstance(loc, str):
        loc = {'text': loc}
    place = loc.get('text') or ', '.join(
        x for x in (loc.get('address'), ' '.join(x for x in (loc.get('postalCode'), loc.get('city')) if x),
                    loc.get('region'), loc.get('countryName')) if x)
    contacts = [dict(text=place, href=None, kind='place')] if place else []
    if b.get('phone'):
        contacts.append(dict(text=b['phone'], href='tel:' + re.sub(r'[^\d+]', '', b['phone']), kind='phone'))
    if b.get('email'):
        contacts.append(dict(text=b['email'], href='mailto:' + b['email'], kind='email'))
    if b.get('url'):
        contacts.append(dict(text=bare(b['url']), href=href(b['url']), kind='url'))
    for p in b.get('profiles') or []:
        name = p.get('username') or bare(p.get('url'))
        text = f"{p['network']} {name}" if p.get('network') and p['network'].lower() not in name.lower() else name
        contacts.append(dict(text=text, href=href(p['url']) if p.get('url') else None, kind='profile'))

    sections = []

    def add(kind, items, form):
        items = [i for i in items if any(i.get(k) for k in ('title', 'org', 'text', 'points', 'items'))]
        if items:
            for i in items:     # an entry of up to about five lines stays in one piece
                size = sum(len(p) // 90 + 1 for p in i.get('points') or []) + len(i.get('text') or '') // 90
                i['whole'] = size <= 5
            brief = form == 'full' and not any(i.get('points') or i.get('text') for i in items)
            sections.append(dict(kind=kind, brief=brief, name=lab.get(kind, kind), form=form, entries=items))

    def entry(title, org, e, place=None, **more):
        return dict(title=title, org=org, place=place or e.get('location') or '', text=e.get('summary') or e.get(
            'description') or '', points=[h for h in e.get('highlights') or [] if h], link=e.get('url'),
            when=when(e.get('startDate'), e.get('endDate'), lang), **more)

    for kind in order:
        rows = data.get(kind) or []
        if kind == 'work':
            add(kind, [entry(e.get('position'), e.get('name'), e) for e in rows], 'full')
        elif kind == 'volunteer':
            add(kind, [entry(e.get('position'), e.get('organization'), e) for e in rows], 'full')
        elif kind == 'education':
            add(kind, [entry(', '.join(x for x in (e.get('studyType'), e.get('area')) if x), e.get('institution'), e,
                             note=e.get('score') or '') | {'points': (e.get('highlights') or e.get('courses') or [])}
                       for e in rows], 'full')
        elif kind == 'projects':
            add(kind, [entry(e.get('name'), e.get('entity'), e) for e in rows], 'full')
        elif kind == 'skills':
            add(kind, [dict(title=e.get('name') or '', level=e.get('level') or '', items=e.get('keywords') or [])
                       for e in rows], 'groups')
        elif kind == 'interests':
            add(kind, [dict(title=e.get('name') or '', items=e.get('keywords') or []) for e in rows], 'groups')
        elif kind == 'languages':
            add(kind, [dict(title=e.get('language') or '', items=[e['fluency']] if e.get('fluency') else [])
                       for e in rows], 'run')
        elif kind == 'certificates':
            add(kind, [dict(title=e.get('name'), org=e.get('issuer') or '', when=month(e.get('date'), lang),
                            link=e.get('url')) for e in rows], 'lines')
        elif kind == 'awards':
            add(kind, [dict(title=e.get('title'), org=e.get('awarder') or '', when=month(e.get('date'), lang),
                            text=e.get('summary') or '') for e in rows], 'lines')
        elif kind == 'grants':
            add(kind, [dict(title=e.get('title'), org=e.get('awarder') or '', amount=e.get('amount') or '',
                            role=e.get('role') or '', when=when(e.get('startDate'), e.get('endDate'), lang))
                       for e in rows], 'lines')
        elif kind == 'publications':
            add(kind, [dict(title=e.get('name'), org=e.get('publisher') or '', authors=e.get('authors') or [],
                            when=month(e.get('releaseDate'), lang), year=(e.get('releaseDate') or '')[:4],
                            link=e.get('url'), type=e.get('type') or '', text=e.get('summary') or '') for e in rows],
                'works')
        elif kind == 'references':
            add(kind, [dict(title=e.get('name'), text=e.get('reference') or '') for e in rows], 'full')
    for s in data.get('sections') or []:     # the person's own: {"name": ..., "entries": [{"title": ...}]}
        add(s['name'], [entry(e.get('title'), e.get('org'), e) | dict(own=True) for e in s.get('entries') or []],
            'lines' if not any(e.get('highlights') or e.get('summary') for e in s['entries']) else 'full')
    return dict(name=b.get('name') or '', cite=b.get('cite') or b.get('name') or '', label=b.get('label') or '', summary=b.get('summary') or '',
                contacts=contacts, sections=sections)



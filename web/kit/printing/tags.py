"""What WeasyPrint writes, made leaner: fewer structure elements for the same structure, slimmer fonts, /AF."""

import struct
from typing import Any

import pydyf

TABLES = (b'cvt ', b'fpgm', b'glyf', b'head', b'hhea', b'hmtx', b'loca', b'maxp', b'prep')


def slim(font):
    """A CID TrueType font without the tables PDF does not use (names, cmap, OS/2, …): 0.6 kB a face."""
    if font[:4] != b'\0\1\0\0':
        return font
    rows = [struct.unpack_from('>4sLLL', font, 12 + 16 * i) for i in range(struct.unpack_from('>H', font, 4)[0])]
    rows = [(tag, check, font[at:at + size]) for tag, check, at, size in sorted(rows) if tag in TABLES]
    power = len(rows).bit_length() - 1
    head = struct.pack('>LHHHH', 0x10000, len(rows), 16 << power, power, 16 * len(rows) - (16 << power))
    at, body = 12 + 16 * len(rows), b''
    for tag, check, data in rows:
        head += struct.pack('>4sLLL', tag, check, at + len(body), len(data))
        body += data + b'\0' * (-len(data) % 4)
    return head + body


TEXT = {f'/{x}' for x in ('P', 'H1', 'H2', 'H3', 'LBody', 'Lbl', 'Span', 'NonStruct', 'Link')}


def lean(pdf):
    """Fewer structure elements for the same structure: WeasyPrint wraps each line of text in a Span of its own;
    text hangs as well on the paragraph, heading or list item itself. A quarter of the tags' bytes stay."""
    elements = {o.reference: o for o in pdf.objects if isinstance(o, dict) and o.get('Type') == '/StructElem'}
    moved = {}

    def free(kid):
        kid.clear()
        kid.number, kid.generation, kid.free = 0, 1, 'f'
    for ref, o in reversed(list(elements.items())):     # children come after their parents
        for i in range(len(o['K']) - 1, -1, -1):
            kid = elements.get(o['K'][i])
            if kid is not None and kid['S'] in ('/Span', '/NonStruct') and o['S'] in TEXT and kid['Pg'] == o['Pg'] \
                    and kid['K'] and all(isinstance(k, int) for k in kid['K']):
                moved[o['K'][i]] = ref
                o['K'][i:i + 1] = kid['K']
                free(kid)
        kids = [elements.get(k) for k in o['K']]
        if o['S'] == '/LI' and len(kids) > 1 and kids[0] and kids[0]['S'] == '/Lbl':
            body = kids[1]                              # an inside bullet leaves its text without a body
            body['S'] = '/LBody'
            for k, ref2 in zip(kids[2:], o['K'][2:]):
                if k['S'] in ('/Span', '/NonStruct') and all(isinstance(x, int) for x in k['K']):
                    moved[ref2] = o['K'][1]
                    body['K'].extend(k['K'])
                    free(k)
                else:
                    k['P'] = o['K'][1]
                    body['K'].append(ref2)
            del o['K'][2:]

    def home(ref):
        while ref in moved:
            ref = moved[ref]
        return ref
    root = next(o for o in pdf.objects if isinstance(o, dict) and o.get('Type') == '/StructTreeRoot')
    nums = pdf.objects[int(root['ParentTree'].split()[0])]['Nums']
    for i in range(1, len(nums), 2):
        nums[i] = pydyf.Array(map(home, nums[i])) if isinstance(nums[i], list) else home(nums[i])
    for o in elements.values():
        o.pop('Type', None)
        if o and not any(isinstance(k, int) for k in o['K']):
            o.pop('Pg', None)
        if o and len(o['K']) == 1:
            o['K'] = o['K'][0]


def finish(document, pdf):
    """Slimmer fonts, and AFRelationship, which WeasyPrint writes for PDF/A only."""
    refs = []
    for o in pdf.objects:
        if isinstance(o, pydyf.Stream) and 'Length1' in o.extra:
            o.stream = [slim(o.stream[0])]
            o.extra['Length1'] = len(o.stream[0])
        if isinstance(o, dict) and o.get('Type') == '/Filespec':
            o['AFRelationship'] = '/Source'
            refs.append(o.reference)
    lean(pdf)
    for o in pdf.objects:
        if isinstance(o, dict) and o.get('Type') == '/Page':        # both say what MediaBox says
            o.pop('TrimBox', None)
            o.pop('BleedBox', None)
        if isinstance(o, dict) and 'lab-d50' in o:                  # no lab() colours here
            o.clear()
        if isinstance(o, dict) and o.get('Type') == '/FontDescriptor':
            o.pop('FontFamily', None)
            o.pop('StemH', None)
    if refs:
        pdf.catalog['AF'] = pydyf.Array(refs)



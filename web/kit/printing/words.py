"""The sheet's own words in each language: section names, "present", months."""

import datetime as dt
import functools
import re

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}
LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربية", "he": "עברית"}
_NAMES = (
    "resume summary work projects education skills languages certificates awards publications volunteer interests "
    "references grants present page of letter"
).split()
_WORDS = {
    "en": "Résumé|Profile|Experience|Projects|Education|Skills|Languages|Certificates|Awards|Publications|Volunteering|"
    "Interests|References|Grants|present|Page|of|Letter",
    "de": "Lebenslauf|Profil|Berufserfahrung|Projekte|Ausbildung|Kenntnisse|Sprachen|Zertifikate|Auszeichnungen|"
    "Veröffentlichungen|Ehrenamt|Interessen|Referenzen|Förderungen|heute|Seite|von|Brief",
    "fr": "Curriculum vitæ|Profil|Expérience|Projets|Formation|Compétences|Langues|Certificats|Distinctions|Publications|"
    "Bénévolat|Centres d’intérêt|Références|Financements|aujourd’hui|Page|sur|Lettre",
    "es": "Currículum|Perfil|Experiencia|Proyectos|Formación|Competencias|Idiomas|Certificados|Premios|Publicaciones|"
    "Voluntariado|Intereses|Referencias|Financiación|actualidad|Página|de|Carta",
    "ar": "السيرة الذاتية|نبذة|الخبرات|المشاريع|التعليم|المهارات|اللغات|الشهادات|الجوائز|المنشورات|العمل التطوعي|"
    "الاهتمامات|المراجع|المنح|حتى الآن|صفحة|من|رسالة",
    "he": "קורות חיים|תקציר|ניסיון תעסוקתי|פרויקטים|השכלה|כישורים|שפות|תעודות|פרסים|פרסומים|התנדבות|תחומי עניין|"
    "ממליצים|מענקים|היום|עמוד|מתוך|מכתב",
    "zh": "简历|简介|工作经历|项目|教育|技能|语言|证书|奖项|出版物|志愿服务|兴趣|推荐人|资助|至今|第|页，共|信",
}
LABELS = {language: dict(zip(_NAMES, words.split("|"), strict=True)) for language, words in _WORDS.items()}


def labels(language: str) -> dict[str, str]:
    """The names of sections and the few other words a sheet says by itself; English where a language is not known."""
    return LABELS.get(language.split("-")[0], LABELS["en"])


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def month(value: str | None, language: str) -> str:
    """A partial ISO date as the language prints it; anything else as it came."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-\d\d)?)?", value or "")
    if not found:
        return value or ""
    if not found[2]:
        return found[1]
    day = dt.date(int(found[1]), int(found[2]), 1)
    return str(format_skeleton("yMMM", day, locale=_locale(language))).replace("\u200f", "")


def when(start: str | None, end: str | None, language: str) -> str:
    """'Mar 2019 – present', '2016 – 2019', 'May – Aug 2022', '2014'."""
    start, end = start or "", end or ""
    if end.lower() == "present":
        last = labels(language)["present"]
    else:
        last = month(end, language)
    first = month(start, language)
    if not (first and last) or first == last:
        return first or last
    if re.match(r"\d{4}-\d\d", start) and re.match(r"\d{4}-\d\d", end) and start[:4] == end[:4] and _year_is_last(language):
        first = format_date(dt.date(int(start[:4]), int(start[5:7]), 1), "LLL", locale=_locale(language))
    return f"{first} – {last}"


def _year_is_last(language: str) -> bool:
    return language.split("-")[0] in ("en", "de", "fr", "pl", "es", "it", "nl")


@functools.cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")

"""How much of what a question in English is about each known question has: the words that tell."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

UNKNOWN = 4.0  # what a word tells that no entry has: it is of something we do not know
ENOUGH = 14.0  # so much in common is all that is asked, however long the message goes on


def shares(text: str, questions: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return for every key which share of what a text is about its questions have, up to one.

    A word few keys have counts more; so a long message is known by the two or three that tell.
    What one question has of it together counts as much as what all of a key's have.
    """
    asked = _words(text)
    known = {key: [_words(each) for each in texts] for key, texts in questions.items()}
    counts = Counter(word for texts in known.values() for word in set().union(*texts))
    weights = {word: _weight(counts[word], len(known)) for word in asked}
    whole = min(sum(weights.values()), ENOUGH)
    if not whole:
        return {}
    found = {}
    for key, texts in known.items():
        in_all = sum(weights[word] for word in asked & set().union(*texts))
        in_one = max(sum(weights[word] for word in asked & words) for words in texts)
        found[key] = min((in_all + in_one) / 2 / whole, 1.0)
    return found


def is_of_another(text: str, questions: Sequence[str]) -> bool:
    """Tell whether a text names an illness, an animal, a disaster or a paper, and the questions none of those."""
    named = _words(text) & _NAMED
    return bool(named) and not any(named & _words(one) for one in questions)


def _weight(count: int, of: int) -> float:
    """Return how much a word tells: none of the entries has it, and it tells of something else."""
    return math.log((of + 1) / count) if count else UNKNOWN


def _words(text: str) -> set[str]:
    """Return the words that tell what a question is about, without their endings."""
    found = re.findall(r"[a-z]{2,}", text.lower().replace("'", "").replace("’", ""))
    return {_SAME.get(stem, stem) for stem in map(_stem, found) if stem not in _PLAIN}


def _stem(word: str) -> str:
    return _ENDING.sub("", _CHANGED.get(word, word))


_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e)$")
_CHANGED = {
    "flew": "travel", "fly": "travel", "trip": "travel", "holiday": "travel", "abroad": "travel",
    "bit": "bite", "bitten": "bite", "threw": "vomit", "drank": "drink", "ate": "eat",
    "paid": "pay", "broke": "broken", "lost": "lose", "stolen": "lose", "stole": "lose",
    "diarrhea": "diarrhoea", "children": "child", "kids": "child", "babies": "baby",
    "vaccinated": "vaccine", "vaccination": "vaccine", "vaccines": "vaccine", "vomiting": "vomit",
    "medicines": "medicine", "dizziness": "dizzy", "mosquitoes": "mosquito", "mosquitos": "mosquito",
    "froze": "frozen", "freeze": "frozen", "fogging": "spray", "fog": "spray", "took": "lose",
    "slipped": "fall", "slip": "fall", "fell": "fall", "stung": "sting", "owes": "owe",
    "bedridden": "walk", "wheelchair": "walk", "fired": "dismiss", "evacuation": "evacuate",
}  # fmt: skip
_SAME = {
    "kid": "child", "son": "child", "daughter": "child", "toddler": "child", "newborn": "baby",
    "infant": "baby", "shot": "vaccin", "jab": "vaccin", "temperatur": "fever", "apartment": "hom",
    "flat": "hom", "hous": "hom", "room": "hom", "electricity": "power", "electric": "power",
    "blackout": "power", "fridg": "refrigerator", "freezer": "refrigerator", "boss": "employer",
    "company": "employer", "manag": "employer", "manager": "employer", "salary": "pay",
    "wag": "pay", "money": "pay", "fe": "pay", "cost": "pay",
    "pric": "pay", "quarantin": "isolat", "isolation": "isolat", "drug": "medicin", "pill": "medicin",
    "pharmacy": "medicin", "physician": "doctor", "lift": "elevator",
    "cat": "pet", "dog": "pet", "puppy": "pet", "goldfish": "fish", "corona": "covid",
    "coronavirus": "covid", "influenza": "flu", "mould": "mold", "damp": "mold",
    "tap": "water", "infect": "ill", "sick": "ill", "unwell": "ill", "tower": "building",
    "leav": "evacuat", "mov": "evacuat", "grandma": "grandmother", "dad": "father", "mum": "mother",
    "mom": "mother", "insulat": "insulin", "attorney": "legal", "lawyer": "legal", "law": "legal",
}  # fmt: skip
# What a question is of, by name: an answer that is of none of it is of another matter.
_NAMED = {
    *"covid flu dengu chikungunya malaria measl mump chickenpox noroviru rabi hiv tuberculosi mpox".split(),
    *"typhoon flood earthquak landslid lightn fir smok gas charcoal snow heatstrok heatwav".split(),
    *"mosquito rat mous cockroach snak bat pet be wasp hornet".split(),
    *"elevator visa passport insuranc deposit parcel garbag rubbish trash recycl park heater".split(),
    *"vaccin pregnant insulin antibiotic diabet kindergarten school marriag divorc funeral".split(),
}
_PLAIN = set(
    "the and or in on at to of for my me it is are was am be do doe did does can could may should must will"
    " have has had what when where why who how which this that ther here we you your our not no now any"
    " som with from if so too very much many get go going pleas need want know about after befor thi ha im"
    " then than ther thes thos ther a an as by but up out just still ok hi hello dear thank us her his she he they them"
    " would wer been got gett into over one two day days week teacher yesterday today tomorrow morning ive dont cant"
    " nearby nearest tell everyth month year hour say said us mak let put thing happen lik sinc last next tonight"
    " really real realy isnt arent wont didnt doesnt ther im id ill youre".split()
)

"""From what a person typed to a query: synonyms, unfinished words, corrections."""

from dataclasses import dataclass, field

from connect.search import french
from connect.search.french import Token
from connect.search.query import Clause, Query, Term
from connect.search.vocabulary import Vocabulary

MAX_TEXT = 2000
"""Characters of a query that are read."""
MAX_WORDS = 16
"""Words of a query that are searched."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that the index does not hold and the one searched in its place, both as written."""

    asked: str
    used: str


@dataclass
class Plan:
    """A query and what was done to it."""

    clauses: list[Clause] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    too_long: bool = False
    title_key: str = ""

    def query(self, *, every: bool) -> Query:
        """The query, over all its words or any of them."""
        return Query(tuple(dict.fromkeys(self.clauses)), every)

    def terms(self) -> frozenset[str]:
        """What to highlight: stems, or stems separated by spaces for an expression."""
        found: set[str] = set()
        for term in self.query(every=True).terms():
            found.update([" ".join(term.stems)] if term.phrase else term.stems)
        return frozenset(found)


def plan(text: str, vocabulary: Vocabulary) -> Plan:
    """Read a query; anything may be typed, only its words count."""
    text = french.clean(text)
    made = Plan(too_long=len(text) > MAX_TEXT)
    text = text[:MAX_TEXT]
    found = list(french.tokens(text))
    simple = [token for token in found if token.parts == 1]
    compounds = {token.start: token for token in found if token.parts > 1}
    replaced: dict[str, str] = {}
    meaningful = [token for token in simple if token.stem]
    if len(meaningful) > MAX_WORDS:
        made.too_long = True
        meaningful = meaningful[:MAX_WORDS]
    planner = _Planner(text, vocabulary, made, replaced, simple[-1] if simple else None)
    planner.read(meaningful, compounds)
    made.title_key = french.title_key([replaced.get(token.word, token.word) for token in simple])
    return made


@dataclass
class _Planner:
    text: str
    vocabulary: Vocabulary
    made: Plan
    replaced: dict[str, str]
    last: Token | None

    def read(self, tokens: list[Token], compounds: dict[int, Token]) -> None:
        position = 0
        while position < len(tokens):
            length = self.expression(tokens, position) or self.compound(tokens, position, compounds)
            if not length:
                self.word(tokens[position])
                length = 1
            position += length

    def expression(self, tokens: list[Token], position: int) -> int:
        """Plan the longest expression with synonyms that starts here; give its length or 0."""
        for length in range(min(self.vocabulary.longest_expression, len(tokens) - position), 1, -1):
            stems = tuple(token.stem for token in tokens[position : position + length])
            if stems in self.vocabulary.synonyms:
                own = [Term(stems)] if self.vocabulary.knows(Term(stems)) else []
                if self.add(own, stems):
                    return length
        return 0

    def compound(self, tokens: list[Token], position: int, compounds: dict[int, Token]) -> int:
        """Plan a hyphenated compound, written apart or as one word; give its length or 0."""
        whole = compounds.get(tokens[position].start)
        if whole is None:
            return 0
        parts = [token for token in tokens[position:] if token.end <= whole.end]
        apart, joined = Term(tuple(part.stem for part in parts)), Term((whole.stem,))
        own = [term for term in (apart, joined) if self.vocabulary.knows(term)]
        return len(parts) if self.add(own, (whole.stem,)) else 0

    def word(self, token: Token) -> None:
        """Plan one word: known, unfinished, or corrected."""
        own = [Term((token.stem,))] if token.stem in self.vocabulary.stems else []
        if token == self.last and token.word not in self.vocabulary.words and len(token.word) > 1:
            completed = (Term((stem,)) for stem in self.vocabulary.completions(token.word))
            own.extend(term for term in completed if term not in own)
        if self.add(own, (token.stem,)):
            return
        asked = self.text[token.start : token.end]
        known = self.vocabulary.nearest(token.word)
        if known is None:
            self.made.unknown.append(asked)
            return
        self.replaced[token.word] = known.word
        correction = Correction(asked, known.spelling)
        if correction not in self.made.corrections:
            self.made.corrections.append(correction)
        meant = Term((known.stem,))
        self.add([meant] if self.vocabulary.knows(meant) else [], meant.stems)

    def add(self, own: list[Term], stems: tuple[str, ...]) -> bool:
        """Add a clause of terms and known synonyms; say whether there was any."""
        synonyms = self.vocabulary.synonyms.get(stems, ())
        if not own and not synonyms:
            return False
        self.made.clauses.append(Clause(tuple(own), synonyms))
        return True

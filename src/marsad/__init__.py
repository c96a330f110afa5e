"""marsad reads the news, Arabic first, and codes each diplomatic event with the sentence that tells it.

    from marsad import Article, Coder
    coded = Coder().code(Article(text, title=title, published="2023-04-19"))
"""

from marsad.coding.coder import Coder
from marsad.errors import MarsadError
from marsad.model import Article, Claim, CodedArticle, EventMention, Mention, Person, Place, Span

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Claim",
    "CodedArticle",
    "Coder",
    "EventMention",
    "MarsadError",
    "Mention",
    "Person",
    "Place",
    "Span",
    "__version__",
]

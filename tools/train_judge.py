"""Trains a language's judge from annotated articles and writes it into its pack as judge.tsv.

    python tools/train_judge.py --gold ../shared/gold/train.jsonl training/*.jsonl [--language ar]

Four logistic models (scikit-learn, L2), over the features of marsad.coding.roles and .judging: hits
(does this word tell its act), roles (which party does it, which has it done to it), status, and events
(does this sentence tell this event); then boosted trees over the occasions of an article (does the
article tell it). Each stage is trained on what the stages before it make of articles that they have
not seen (five folds by outlet), and the threshold is the one with the best F1 on those. What the judges of
the folds make of the articles that they have not seen gives the scaling from score to confidence; its
figures, errors, and the score and agreement of each event (no text) are written to benchmarks/folds.tsv.
Same gold, same files: nothing here is random.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from marsad.coding.candidates import Candidate
from marsad.coding.coder import Coder
from marsad.coding.explain import Explanation
from marsad.coding.forest import Forest, Node
from marsad.coding.frames import FAINT, MOST_CASTS
from marsad.coding.judging import hit_features
from marsad.coding.model import Judge, LinearModel
from marsad.coding.occasions import NAMES, Occasion, describe, gather
from marsad.coding.reading import Reading, Tools
from marsad.evaluation.calibration import Rated, rated
from marsad.evaluation.calibration import fit as fit_scaling
from marsad.evaluation.errors import errors_of, tabulate
from marsad.evaluation.floors import figures
from marsad.evaluation.match import pair_events, similarity
from marsad.evaluation.score import score
from marsad.model import STATUSES, Article

FOLDS = 5
MIN_COUNT = 3
SMALL = 0.015
Gold = dict[str, Any]


def articles(paths: Sequence[Path]) -> list[tuple[Article, Gold]]:
    """The articles of gold files with their annotation."""
    keys = ("id", "title", "text", "published", "outlet", "language", "url")
    found = []
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                found.append((Article.from_dict({k: record.get(k) for k in keys}), record))
    return found


def folds_of(golds: Sequence[tuple[Article, Gold]]) -> list[int]:
    """A fold for each article: whole outlets, the largest first into the emptiest fold."""
    sizes = Counter(article.outlet for article, _ in golds)
    load_of = [0] * FOLDS
    place: dict[str | None, int] = {}
    for outlet, size in sorted(sizes.items(), key=lambda item: (-item[1], str(item[0]))):
        place[outlet] = load_of.index(min(load_of))
        load_of[place[outlet]] += size
    return [place[article.outlet] for article, _ in golds]


class Reader:
    """Reads articles with a given judge (or none, keeping what one would weigh)."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._tools = Tools.of(language)

    def read(self, article: Article, judge: Judge | None, most: int = MOST_CASTS) -> Reading:
        """One reading; traced when there is no judge."""
        return Reading(article, replace(self._tools, judge=judge), trace=judge is None, most=most, keep=True)

    def explain(self, article: Article, judge: Judge) -> Explanation:
        """What the coder makes of an article with a given judge."""
        coder = Coder()
        coder._tools[self._language] = replace(self._tools, judge=judge)
        return coder.explain(article)


def told_by(reading: Reading, candidate: Candidate, gold: Gold) -> list[Gold]:
    """The gold events of the candidate's act whose evidence holds its trigger, or else its sentence."""
    content = reading.article.content
    words = reading.sentences[candidate.sentence].words
    start, end = words[candidate.hit.first].start, words[candidate.hit.last - 1].end
    exact, near = [], []
    for event in gold["events"]:
        if event["act"] != candidate.act:
            continue
        at = content.find(event["evidence"])
        if at < 0:
            continue
        until = at + len(event["evidence"])
        if at - 2 <= start and end <= until + 2:
            exact.append(event)
        elif words[0].start <= at and until <= words[-1].end + 1 and abs(start - at) < 120:
            near.append(event)
    return exact or near


def role_examples(reading: Reading, gold: Gold) -> tuple[list[list[str]], list[str]]:
    """Features and role of each party of each trigger that tells a gold event."""
    features, labels = [], []
    for found in reading.candidates:
        for candidate in found:
            if not candidate.parties:
                continue
            events = told_by(reading, candidate, gold)
            if not events:
                continue
            source = {c for e in events for c in e["source"]}
            target = {c for e in events for c in e["target"]}
            named = {c for p in candidate.parties if not p.context for c in p.codes}
            for party in candidate.parties:
                codes = set(party.codes)
                role = "none"
                if codes & source and codes <= source | target:
                    role = "source"
                elif codes & target and codes <= target:
                    role = "target"
                if role != "none" and party.context and codes <= named:
                    role = "none"  # the sentence itself names it
                features.append(party.features)
                labels.append(role)
    return features, labels


def status_examples(reading: Reading, gold: Gold) -> tuple[list[list[str]], list[str]]:
    """Features and status of each candidate whose parties are those of a gold event there."""
    features, labels = [], []
    for found in reading.candidates:
        for candidate in found:
            if not candidate.status_features:
                continue
            parties = set(candidate.source + candidate.target)
            for event in told_by(reading, candidate, gold):
                if parties & set(event["source"] + event["target"]):
                    features.append(candidate.status_features)
                    labels.append(event["status"])
                    break
    return features, labels


def fit(features: list[list[str]], labels: list[str], classes: Sequence[str], strength: float) -> LinearModel:
    """A logistic model over the given features; for two classes one column of weights, for the second."""
    vectorizer = CountVectorizer(analyzer=lambda x: x, min_df=MIN_COUNT, binary=True, dtype=np.float64)
    matrix = vectorizer.fit_transform(features)
    model = LogisticRegression(C=strength, max_iter=400)
    model.fit(matrix, labels)
    order = list(model.classes_)
    names = vectorizer.get_feature_names_out()
    if len(order) == 2:
        rows: dict[str, tuple[float, ...]] = {"": (float(model.intercept_[0]),)}
        rows.update((str(name), (float(w),)) for name, w in zip(names, model.coef_[0], strict=True))
        classes = (order[1],)
    else:
        index = [order.index(c) for c in classes]
        rows = {"": tuple(float(model.intercept_[i]) for i in index)} | {
            str(n): tuple(float(model.coef_[i][k]) for i in index) for k, n in enumerate(names)
        }
    kept = {n: tuple(round(x, 3) for x in w) for n, w in rows.items() if not n or max(map(abs, w)) >= SMALL}
    return LinearModel(classes, kept)


def flat(pairs: Sequence[tuple[list[list[str]], list[str]]]) -> tuple[list[list[str]], list[str]]:
    """The examples of several articles together."""
    return [f for fs, _ in pairs for f in fs], [x for _, xs in pairs for x in xs]


ROLE_CLASSES = ("none", "source", "target")
EVEN = LinearModel(("yes",), {"": (0.0,)})
NO_FOREST = Forest((), 0.0, ())
EVENTS_C = 0.2
TRAINING_CASTS = 3  # the event model learns more from readings that are wrong, too
FORESTS = 3  # each split sees a third of the columns, others in each forest: their mean depends less on chance
TREES = {
    "max_depth": 3, "max_iter": 70, "learning_rate": 0.1, "max_features": 0.3, "l2_regularization": 5.0,
    "min_samples_leaf": 30, "early_stopping": False,
}  # fmt: skip


def record(candidate: Candidate) -> Gold:
    """A candidate as the scorer sees it."""
    return {
        "act": candidate.act, "source": list(candidate.source), "target": list(candidate.target),
        "status": candidate.status, "date": candidate.date,
    }  # fmt: skip


def right(candidate: Candidate, gold: Gold) -> bool:
    """Whether some event of the article has this act and these parties."""
    found = record(candidate)
    return any(e["act"] == candidate.act and similarity(e, found) >= 0.5 for e in gold["events"])


def hit_examples(reading: Reading, gold: Gold) -> tuple[list[list[str]], list[str]]:
    """Features of each trigger and whether it tells a gold event of its act."""
    features, labels = [], []
    for index, found in enumerate(reading.candidates):
        sentence = reading.sentences[index]
        parties = len({code for actor in reading.actors[index] for code in actor.codes})
        for c in found:
            features.append(list(hit_features(c.hit, c.trigger, c.met, parties, title=sentence.title)))
            labels.append("yes" if told_by(reading, c, gold) else "no")
    return features, labels


def event_examples(reading: Reading, gold: Gold) -> tuple[list[list[str]], list[str]]:
    """Features of each candidate and whether its sentence tells it; what is told elsewhere teaches nothing."""
    features, labels = [], []
    for found in reading.candidates:
        for best in found:
            for c in (best, *best.rivals):
                if not c.features:
                    continue
                here = any(similarity(e, record(c)) >= 0.5 for e in told_by(reading, c, gold))
                if here or not right(c, gold):
                    features.append(c.features)
                    labels.append("yes" if here else "no")
    return features, labels


def forest_of(model: HistGradientBoostingClassifier) -> Forest:
    """The grown trees in the product's own form."""
    trees: list[list[Node]] = []
    for (predictor,) in model._predictors:
        trees.append([
            (-1, 0.0, 0, 0, float(n["value"])) if n["is_leaf"]
            else (int(n["feature_idx"]), float(n["num_threshold"]), int(n["left"]), int(n["right"]), 0.0)
            for n in predictor.nodes
        ])  # fmt: skip
    return Forest(NAMES, float(model._baseline_prediction[0][0]), trees)


def grow(rows: list[list[float]], labels: list[bool]) -> Forest:
    """Boosted trees over the descriptions of occasions: the mean of some forests."""
    grown = []
    for seed in range(FORESTS):
        model = HistGradientBoostingClassifier(**TREES, random_state=seed)
        grown.append(forest_of(model.fit(np.array(rows, dtype=float), np.array(labels))))
    share = 1 / FORESTS
    trees = [[(*node[:4], node[4] * share) for node in tree] for forest in grown for tree in forest.trees]
    return Forest(NAMES, sum(forest.base for forest in grown) * share, trees)


class Trainer:
    """Trains stage upon stage; what a stage is trained on comes from articles that the stages before have not seen."""

    def __init__(self, golds: list[tuple[Article, Gold]], language: str) -> None:
        self.golds = golds
        self.folds = folds_of(golds)
        self.reader = Reader(language)
        traced = [self.reader.read(article, None) for article, _ in golds]
        each = list(zip(traced, (g for _, g in golds), strict=True))
        self.hits = [hit_examples(r, g) for r, g in each]
        self.roles = [role_examples(r, g) for r, g in each]
        self.statuses = [status_examples(r, g) for r, g in each]
        self.unseen: list[Explanation] = []
        self.rated: list[list[Rated]] = []

    def first(self, inside: Sequence[int]) -> Judge:
        """The judge of the first stage, from the articles ``inside``."""
        return Judge(
            fit(*flat([self.hits[i] for i in inside]), ("yes",), 0.3),
            fit(*flat([self.roles[i] for i in inside]), ROLE_CLASSES, 0.1),
            fit(*flat([self.statuses[i] for i in inside]), STATUSES, 0.3),
            EVEN, NO_FOREST, 0.0,
        )  # fmt: skip

    def outside(self, fold: int) -> list[int]:
        """The articles that are not in a fold."""
        return [i for i, f in enumerate(self.folds) if f != fold]

    def train(self) -> Judge:
        """The whole judge."""
        judges = [self.first(self.outside(fold)) for fold in range(FOLDS)]
        examples = []
        for index, (article, gold) in enumerate(self.golds):
            reading = self.reader.read(article, judges[self.folds[index]], TRAINING_CASTS)
            examples.append(event_examples(reading, gold))
        say(f"event examples {sum(len(y) for _, y in examples)}, told {sum(y.count('yes') for _, y in examples)}")
        for fold, judge in enumerate(judges):
            judge.events = fit(*flat([examples[i] for i in self.outside(fold)]), ("yes",), EVENTS_C)
        occasions = [self.occasions(i, judges[self.folds[i]]) for i in range(len(self.golds))]
        labels = [[right(o.best, g) for o in found] for found, (_, g) in zip(occasions, self.golds, strict=True)]
        for fold, judge in enumerate(judges):
            rows = [o.values for i in self.outside(fold) for o in occasions[i]]
            judge.forest = grow(rows, [x for i in self.outside(fold) for x in labels[i]])
            for index, f in enumerate(self.folds):
                if f == fold:
                    for occasion in occasions[index]:
                        occasion.score = judge.forest.probability(occasion.values)
        whole = self.first(range(len(self.golds)))
        whole.events = fit(*flat(examples), ("yes",), EVENTS_C)
        whole.forest = grow([o.values for found in occasions for o in found], [x for xs in labels for x in xs])
        whole.threshold = best_threshold(self.golds, occasions)
        for judge in judges:
            judge.threshold = whole.threshold
        self.unseen = [self.reader.explain(a, judges[f]) for (a, _), f in zip(self.golds, self.folds, strict=True)]
        self.rated = [rated(g, e.coded.to_dict()) for (_, g), e in zip(self.golds, self.unseen, strict=True)]
        scores = [(event.confidence, event.right) for events in self.rated for event in events]
        whole.scaling = fit_scaling([x for x, _ in scores], [right for _, right in scores])
        return whole

    def occasions(self, index: int, judge: Judge) -> list[Occasion]:
        """The occasions that a judge of the first stages makes of an article."""
        reading = self.reader.read(self.golds[index][0], judge)
        kept = [c for found in reading.candidates for c in found if c.features and c.score >= FAINT]
        occasions = gather(kept)
        describe(occasions, reading.sentences, reading.actors, reading.memory)
        return occasions


def best_threshold(golds: list[tuple[Article, Gold]], occasions: list[list[Occasion]]) -> float:
    """The highest threshold whose events F1 on unseen articles is within 0.0075 of the best; prints the curve.

    Where two are about as good, the one with fewer invented events is: a reader forgives a gap sooner than an error.
    """
    total = sum(len(g["events"]) for _, g in golds)
    curve = []
    for step in range(160, 640, 5):
        threshold = step / 1000
        matched = predicted = 0.0
        for (_, gold), found in zip(golds, occasions, strict=True):
            kept = [record(o.best) for o in found if o.score >= threshold]
            predicted += len(kept)
            matched += sum(s for _, _, s in pair_events(gold["events"], kept))
        precision, recall = matched / max(predicted, 1), matched / total
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        say(f"  threshold {threshold:.3f}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
        curve.append((f1, threshold))
    good = max(f1 for f1, _ in curve) - 0.0075
    return max(threshold for f1, threshold in curve if f1 >= good)


def text_of(judge: Judge) -> str:
    """judge.tsv: readable, sorted, the same for the same gold."""
    lines = ["# Trained by tools/train_judge.py; see docs/figures.md. Weights of features, one model after another."]
    lines += [f"[threshold]\t{judge.threshold}", f"[scaling]\t{judge.scaling.slope}\t{judge.scaling.intercept}"]
    models = (("hits", judge.hits), ("roles", judge.roles), ("status", judge.status), ("events", judge.events))
    for name, model in models:
        lines.append("\t".join([f"[{name}]", *model.classes]))
        for feature, weights in sorted(model.weights.items()):
            lines.append("\t".join([feature, *(f"{w:g}" for w in weights)]))
    return "\n".join(lines + judge.forest.to_lines()) + "\n"


def folds_text(trainer: Trainer) -> str:
    """folds.tsv: what the folds' judges made of unseen articles, without a word of these: errors, figures, events."""
    pairs = [(gold, unseen) for (_, gold), unseen in zip(trainer.golds, trainer.unseen, strict=True)]
    lines = [f"# annotated\t{sum(len(gold['events']) for gold, _ in pairs)}"]
    scores = score([(gold, unseen.coded.to_dict()) for gold, unseen in pairs], rounds=0)
    lines += [f"# figure\t{name}\t{value:.3f}" for name, value in figures(scores).items()]
    for row in tabulate(error for pair in pairs for error in errors_of(*pair)):
        lines.append(f"# error\t{row.kind}\t{row.cause}\t{row.count}")
    lines.append("fold\tscore\tagreement")
    for fold, events in zip(trainer.folds, trainer.rated, strict=True):
        lines += [f"{fold}\t{event.confidence:.4f}\t{event.similarity:.4f}" for event in events]
    return "\n".join(lines) + "\n"


def say(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Trains, reports, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--language", default="ar")
    parser.add_argument("--out", type=Path, help="default: the language's folder")
    parser.add_argument("--folds", type=Path, help="default: benchmarks/folds.tsv")
    args = parser.parse_args()
    trainer = Trainer(articles(args.gold), args.language)
    judge = trainer.train()
    root = Path(__file__).parent.parent
    out = args.out or root / "src/marsad/language" / args.language / "judge.tsv"
    out.write_text(text_of(judge), "utf-8")
    (args.folds or root / "benchmarks/folds.tsv").write_text(folds_text(trainer), "utf-8")
    say(f"wrote {out} ({out.stat().st_size / 1e6:.2f} MB), threshold {judge.threshold}")


if __name__ == "__main__":
    main()
